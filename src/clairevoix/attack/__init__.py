"""The release path under attack: made-up people, attackers who combine what they may read, and who is found out."""
