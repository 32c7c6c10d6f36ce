using ModelOps.TestSupport;

namespace ModelOps.Tests.Registry;

public sealed class ModelFileTests
{
    [Theory]
    [InlineData("model.onnx", true)]
    [InlineData("data/weights.bin", true)]
    [InlineData("a/.hidden", true)]
    [InlineData("a b", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("a//b", false)]
    [InlineData("a/", false)]
    [InlineData("./a", false)]
    [InlineData("a/../b", false)]
    [InlineData("..", false)]
    [InlineData("a\\b", false)]
    [InlineData("C:a", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\0", false)]
    [InlineData("a.", false)]
    [InlineData("a /b", false)]
    public void IsPath_AnyText_KeepsTheRule(string? path, bool expected)
    {
        Assert.Equal(expected, ModelFile.IsPath(path));
        if (!expected) { Assert.Throws<ArgumentException>(() => ModelFile.FromBytes(path!, default)); }
    }

    [Fact]
    public void IsPath_AtItsLengthLimit_TurnsFalseOneLater()
    {
        Assert.True(ModelFile.IsPath(new string('a', 512)));
        Assert.False(ModelFile.IsPath(new string('a', 513)));
    }

    [Fact]
    public void OpenRead_BytesAndFile_GiveTheContentEachTime()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("m", [1, 2, 3]);
        foreach (ModelFile file in (ModelFile[])[ModelFile.FromBytes("m", new byte[] { 1, 2, 3 }), ModelFile.FromFile("m", path), ModelFile.FromStream("m", () => new MemoryStream([1, 2, 3]))])
        {
            for (int i = 0; i < 2; i++)
            {
                using Stream stream = file.OpenRead();
                using MemoryStream copy = new();
                stream.CopyTo(copy);
                Assert.Equal([1, 2, 3], copy.ToArray());
            }
        }
    }
}
