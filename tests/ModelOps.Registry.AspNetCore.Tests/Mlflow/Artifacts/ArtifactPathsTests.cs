using CsCheck;
using ModelOps.Registry.AspNetCore.Mlflow.Artifacts;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow.Artifacts;

public sealed class ArtifactPathsTests
{
    private static readonly string[] Pieces = ["..", "/", "%2e", "%2f", "%25", "\\", "a", "#", ":"];

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("a/b.txt", "a/b.txt")]
    [InlineData("a/", "a")]
    [InlineData("a%20b/c%2Fd", "a b/c/d")]
    [InlineData("caf%C3%A9", "café")]
    public void Clean_GoodPath_IsDecoded(string? path, string expected) => Assert.Equal(expected, ArtifactPaths.Clean(path));

    [Theory]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("%2e%2e/b")]
    [InlineData("a/%252e%252e/b")]
    [InlineData("a/%25252e%25252e%25252fb")]
    [InlineData("..%5cb")]
    [InlineData("a\\b")]
    [InlineData("/etc/passwd")]
    [InlineData("%2fetc/passwd")]
    [InlineData("//server/share")]
    [InlineData("C:/x")]
    [InlineData("c%3a/x")]
    [InlineData("a#b")]
    [InlineData("a%23b")]
    [InlineData("a%00b")]
    [InlineData("a%0ab")]
    [InlineData("a//b")]
    [InlineData("./a")]
    [InlineData("a./b")]
    [InlineData("a /b")]
    public void Clean_PathThatLeavesTheRoot_IsRefused(string path) => Assert.Equal("Invalid path", Assert.Throws<MlflowRefusedException>(() => ArtifactPaths.Clean(path)).Message);

    [Fact]
    public void Clean_EncodedTooOften_IsRefused()
    {
        string path = "a b";
        for (int i = 0; i < 12; i++) { path = Uri.EscapeDataString(path); }
        Assert.Throws<MlflowRefusedException>(() => ArtifactPaths.Clean(path));
    }

    [Fact]
    public void Clean_AnyText_NeverGivesAPathOutside() => Gen.OneOf(Gen.String, Gen.Int[0, 8].Select(static i => Pieces[i]).List[1, 8].Select(static parts => string.Concat(parts))).Sample(text =>
    {
        try
        {
            string clean = ArtifactPaths.Clean(text);
            Assert.True(clean.Length == 0 || ModelFile.IsPath(clean));
        }
        catch (MlflowRefusedException refused)
        {
            Assert.Equal(400, refused.Status);
        }
    });

    [Theory]
    [InlineData("1/a", "1", true)]
    [InlineData("1", "1", true)]
    [InlineData("12/a", "1", false)]
    [InlineData("a", "", true)]
    public void IsInside_ComparesWholeSegments(string path, string folder, bool expected) => Assert.Equal(expected, ArtifactPaths.IsInside(path, folder));

    [Theory]
    [InlineData("model.onnx", "model.onnx")]
    [InlineData("some/folder/model.onnx", "model.onnx")]
    [InlineData("/tmp/abc/model.onnx", "model.onnx")]
    [InlineData("C:\\Users\\ann\\model.onnx", "model.onnx")]
    [InlineData("../../model.onnx", "model.onnx")]
    public void FileName_OfAClientsPath_IsItsLastSegment(string path, string expected) => Assert.Equal(expected, ArtifactPaths.FileName(path));

    [Theory]
    [InlineData("a/..")]
    [InlineData("a/")]
    [InlineData("a/%2e%2e%2fb")]
    [InlineData("a/b%2fc")]
    public void FileName_ThatIsNone_IsRefused(string path) => Assert.Throws<MlflowRefusedException>(() => ArtifactPaths.FileName(path));
}
