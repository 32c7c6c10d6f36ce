using CsCheck;

namespace ModelOps.Tests;

public sealed class SemanticVersionTests
{
    // Semantic Versioning 2.0.0, section 11, its two example chains joined.
    private static readonly string[] Ascending =
    [
        "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0",
        "2.0.0", "2.1.0", "2.1.1",
    ];

    private static readonly Gen<string> Identifier =
        Gen.OneOf(Gen.Int[0, 12].Select(i => $"{i}"), Gen.OneOf(Gen.Const("a"), Gen.Const("alpha"), Gen.Const("-"), Gen.Const("0a"), Gen.Const("RC"), Gen.Const("x-1")));

    private static readonly Gen<string> Dotted = Identifier.List[1, 3].Select(parts => string.Join('.', parts));

    private static readonly Gen<SemanticVersion> Version = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 2], Gen.OneOf(Gen.Const(""), Dotted.Select(d => $"-{d}")), Gen.OneOf(Gen.Const(""), Dotted.Select(d => $"+{d}")),
        (major, minor, patch, prerelease, build) => SemanticVersion.Parse($"{major}.{minor}.{patch}{prerelease}{build}"));

    [Fact]
    public void CompareTo_ListOfTheSpecification_IsAscending()
    {
        SemanticVersion[] versions = [.. Ascending.Select(SemanticVersion.Parse)];
        for (int i = 0; i < versions.Length; i++)
        {
            for (int j = 0; j < versions.Length; j++)
            {
                Assert.Equal(Math.Sign(i.CompareTo(j)), Math.Sign(versions[i].CompareTo(versions[j])));
                Assert.Equal(i < j, versions[i] < versions[j]);
                Assert.Equal(i >= j, versions[i] >= versions[j]);
            }
        }
    }

    [Fact]
    public void CompareTo_AnyThree_IsATotalOrder() => Gen.Select(Version, Version, Version).Sample((a, b, c) =>
    {
        Assert.Equal(0, a.CompareTo(a));
        Assert.Equal(Math.Sign(a.CompareTo(b)), -Math.Sign(b.CompareTo(a)));
        if (a <= b && b <= c) { Assert.True(a <= c, $"{a} <= {b} <= {c}"); }
        if (a.CompareTo(b) == 0) { Assert.Equal(Math.Sign(a.CompareTo(c)), Math.Sign(b.CompareTo(c))); }
    });

    [Fact]
    public void ToString_AnyVersion_ReadsBackEqual() => Version.Sample(version => Assert.Equal(version, SemanticVersion.Parse(version.ToString())));

    [Fact]
    public void CompareTo_OnlyBuildDiffers_IsSamePlaceButNotEqual()
    {
        SemanticVersion one = SemanticVersion.Parse("1.0.0+1");
        SemanticVersion two = SemanticVersion.Parse("1.0.0+2");

        Assert.Equal(0, one.CompareTo(two));
        Assert.NotEqual(one, two);
    }

    [Fact]
    public void CompareTo_NumericIdentifierBeyondLong_ComparesByValue() =>
        Assert.True(SemanticVersion.Parse("1.0.0-99999999999999999999") < SemanticVersion.Parse("1.0.0-100000000000000000000"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2")]
    [InlineData("1.2.3.4")]
    [InlineData("01.2.3")]
    [InlineData("1.2.03")]
    [InlineData("1.2.3-")]
    [InlineData("1.2.3-01")]
    [InlineData("1.2.3-a..b")]
    [InlineData("1.2.3+")]
    [InlineData("1.2.3+a+b")]
    [InlineData("1.2.3-ä")]
    [InlineData("-1.2.3")]
    [InlineData("v1.2.3")]
    [InlineData(" 1.2.3")]
    [InlineData("9223372036854775808.0.0")]
    public void TryParse_NotAVersion_IsFalse(string? text)
    {
        Assert.False(SemanticVersion.TryParse(text, out SemanticVersion? version));
        Assert.Null(version);
    }

    [Theory]
    [InlineData("1.2.3+01", "", "01")]
    [InlineData("1.2.3-0-a.b--", "0-a.b--", "")]
    [InlineData("1.2.3+a-b", "", "a-b")]
    public void Parse_UnusualVersion_KeepsItsParts(string text, string prerelease, string build)
    {
        SemanticVersion version = SemanticVersion.Parse(text);
        Assert.Equal((prerelease, build, text), (version.Prerelease, version.Build, version.ToString()));
    }

    [Fact]
    public void NextMinor_AnyVersion_DropsWhatFollows() => Assert.Equal(new SemanticVersion(1, 3, 0), SemanticVersion.Parse("1.2.5-rc.1+7").NextMinor());
}
