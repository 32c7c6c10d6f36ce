using ModelOps.Registry.Signing;

namespace ModelOps.Registry.Tests.Signing;

public sealed class ComponentOrderTests
{
    // Expected order from Python: sorted(map(pathlib.PurePosixPath, ...)). U+FFFD is less than U+1F600 by code point, greater by UTF-16 unit.
    [Fact]
    public void Compare_Paths_IsByComponentAndCodePoint() => Assert.Equal(
        ["a", "a/b", "a/b/c", "a/b-c", "a-b", "a.b", "ab", "\uFFFD", "\U0001F600"],
        new[] { "\U0001F600", "\uFFFD", "ab", "a.b", "a-b", "a/b-c", "a/b/c", "a/b", "a" }.Order(ComponentOrder.Instance));
}
