using System.Security.Cryptography;
using ModelOps.Registry.Artifacts;

namespace ModelOps.Registry.Tests;

public sealed class VersionManifestTests
{
    private static readonly string Digest1 = "sha256:" + new string('1', 64);
    private static readonly string Digest2 = "sha256:" + new string('2', 64);

    /// <summary>Written out by hand from the documented form; a change here changes the identity of every stored version.</summary>
    [Fact]
    public void Encode_TwoFiles_IsTheDocumentedBytes()
    {
        string expected = string.Concat(
            "0000000000000013", Convert.ToHexStringLower("modelops.manifest/1"u8),
            "0000000000000002",
            "0000000000000003", Convert.ToHexStringLower("a/b"u8), "0000000000000102", "0000000000000020", new string('2', 64),
            "0000000000000002", "c3a9", "0000000000000000", "0000000000000020", new string('1', 64));

        byte[] bytes = VersionManifest.Encode([new ArtifactDescriptor("é", Digest1, 0), new ArtifactDescriptor("a/b", Digest2, 258)]);

        Assert.Equal(expected, Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void DigestOf_AnyList_IsTheSha256OfItsBytes()
    {
        ArtifactDescriptor[] files = [new("model.onnx", Digest1, 7)];

        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(VersionManifest.Encode(files))), VersionManifest.DigestOf(files));
    }

    [Theory]
    [InlineData("sha256:" + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", true)]
    [InlineData("sha256:" + "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("sha256:../../../../../../../../../../../../../../../../../etc/passwd0000", false)]
    [InlineData("sha512:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsDigest_AnyText_IsTrueForSha256InLowerCaseOnly(string? text, bool expected) => Assert.Equal(expected, Digest.IsDigest(text));
}
