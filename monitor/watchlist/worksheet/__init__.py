"""The worksheet (外文写法核对表): what the office is asked about its list, and what it answered.

proposals.py what may be the foreign spelling of a name · form.py its columns · writing.py the workbook · answers.py reading it
back · applying.py the lists with what was confirmed.
"""
