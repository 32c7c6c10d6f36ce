using ModelOps.Registry.Oci;

namespace ModelOps.Registry.Tests.Oci;

public sealed class OciReferenceTests
{
    private const string Digest = "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

    [Theory]
    [InlineData("ghcr.io/acme/demand:1.2.0", "ghcr.io", "acme/demand", "1.2.0", null)]
    [InlineData("localhost/demand", "localhost", "demand", null, null)]
    [InlineData("127.0.0.1:5000/a/b/c@" + Digest, "127.0.0.1:5000", "a/b/c", null, Digest)]
    [InlineData("[::1]:5000/a:T_x.-9", "[::1]:5000", "a", "T_x.-9", null)]
    [InlineData("r.io/a__b/c--d.e:1@" + Digest, "r.io", "a__b/c--d.e", "1", Digest)]
    public void Parse_Valid_GivesPartsAndText(string text, string registry, string repository, string? tag, string? digest)
    {
        OciReference reference = OciReference.Parse(text);

        Assert.Equal((registry, repository, tag, digest), (reference.Registry, reference.Repository, reference.Tag, reference.Digest));
        Assert.Equal(text, reference.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("demand:1")]
    [InlineData("acme/demand")]
    [InlineData("ghcr.io/Demand")]
    [InlineData("ghcr.io/a/../b")]
    [InlineData("ghcr.io/a//b")]
    [InlineData("ghcr.io/a?b")]
    [InlineData("ghcr.io/a:")]
    [InlineData("ghcr.io/a:.x")]
    [InlineData("ghcr.io/a:x/y")]
    [InlineData("ghcr.io/a@sha256:12")]
    [InlineData("user@ghcr.io/a")]
    [InlineData("https://ghcr.io/a")]
    [InlineData("ghcr.io:99999/a")]
    [InlineData("ghcr.io/a\n")]
    public void Parse_Invalid_IsRefusedWithTheForm(string text)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => OciReference.Parse(text));

        Assert.Contains("host[:port]/repository", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_AnyText_NeverThrows() => CsCheck.Check.Sample(
        CsCheck.Gen.String, static text => { if (OciReference.TryParse(text, out OciReference? reference)) { Assert.Equal(text, reference.ToString()); } });
}
