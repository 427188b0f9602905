"""The routes, one subject a file."""

from starlette.convertors import Convertor, register_url_convertor


class IdConvertor(Convertor[int]):
    """A number in a path. By its form, so that `/triggers/clone` is never taken for one."""

    regex = "[0-9]{1,16}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("id", IdConvertor())
