"""How much work the customer had: asked (CES), counted case by case, and in having to come back."""
