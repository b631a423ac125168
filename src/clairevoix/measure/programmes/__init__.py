"""Did a programme change anything? Roll-outs by area or team, with the sentence that the design allows."""
