"""The design language on one page, /design: in the demo and in development only.

Every part is drawn from the templates, the components and the styles the product uses, never from
a copy, so that the page cannot drift from what people see.
"""
