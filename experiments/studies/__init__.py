"""Room for studies that somebody specifies.

What measures levers and findings stood here before it went to `evidence`; its old commands go on working.
"""

from ..evidence import __path__ as _evidence

__path__ = [*__path__, *_evidence]
