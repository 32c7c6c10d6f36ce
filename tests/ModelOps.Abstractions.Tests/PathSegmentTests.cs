using System.Text;
using CsCheck;

namespace ModelOps.Tests;

public sealed class PathSegmentTests
{
    [Theory]
    [InlineData("demand", "demand")]
    [InlineData("catalog.schema_1.Model-2", "catalog.schema_1.Model-2")]
    [InlineData("My model (v2)", "My%20model%20%28v2%29")]
    [InlineData("été", "%c3%a9t%c3%a9")]
    [InlineData("🚲", "%f0%9f%9a%b2")]
    [InlineData("~!<>|*?\"", "%7e%21%3c%3e%7c%2a%3f%22")]
    [InlineData("a.", "a%2e")]
    [InlineData("CON", "%43ON")]
    [InlineData("con.onnx", "%63on.onnx")]
    [InlineData("lpt1", "%6cpt1")]
    [InlineData("console", "console")]
    public void Of_Name_IsOneThatFileSystemsTake(string name, string expected) => Assert.Equal(expected, PathSegment.Of(name));

    [Fact]
    public void Of_NameThatIsTooLong_IsCutAndToldApart()
    {
        string wide = PathSegment.Of(new string('é', 256));
        Assert.Equal(55 + 1 + 64, wide.Length);
        Assert.StartsWith("%c3%a9%c3", wide, StringComparison.Ordinal);
        Assert.NotEqual(wide, PathSegment.Of(new string('é', 255) + "e"));
        Assert.Equal(new string('a', 128), PathSegment.Of(new string('a', 128)));
        Assert.Equal(120, PathSegment.Of(new string('a', 129)).Length);
    }

    [Fact]
    public void Of_AnyName_IsShortPlainAndItsOwn() => Gen.Select(ModelReferenceTests.Names, ModelReferenceTests.Names).Sample(static (one, other) =>
    {
        string segment = PathSegment.Of(one);
        Assert.InRange(segment.Length, 1, 128);
        Assert.All(segment, static c => Assert.True(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '%' or '~'));
        Assert.False(segment[0] == '.' || segment[^1] == '.' || segment.Contains("..", StringComparison.Ordinal));
        Assert.Equal(one == other, segment == PathSegment.Of(other));
        if (!segment.Contains('~', StringComparison.Ordinal)) { Assert.Equal(one, Uri.UnescapeDataString(segment)); }
    });
}
