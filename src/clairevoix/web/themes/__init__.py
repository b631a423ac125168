"""The page « Thèmes », for analysts. It knows no workspace: it is handed functions."""
