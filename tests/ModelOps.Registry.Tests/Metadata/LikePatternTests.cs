using System.Text.RegularExpressions;
using CsCheck;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Tests.Metadata;

public sealed class LikePatternTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "%", true)]
    [InlineData("", "_", false)]
    [InlineData("abc", "a%", true)]
    [InlineData("abc", "%b%", true)]
    [InlineData("abc", "a_c", true)]
    [InlineData("abc", "A%", false)]
    [InlineData("a%c", "a\\%c", true)]
    [InlineData("abc", "a\\%c", false)]
    [InlineData("a\\", "a\\", true)] // an escape at the end stands for itself
    [InlineData("🚲x", "_x", true)] // one character, two units
    [InlineData("aaaaaaaaaaaaaaaaaaab", "%a%a%a%a%a%c", false)]
    public void IsMatch_Pattern_IsSqls(string value, string pattern, bool expected) => Assert.Equal(expected, LikePattern.IsMatch(value, pattern, ignoreCase: false));

    [Fact]
    public void IsMatch_IgnoringCase_KnowsMoreThanAscii() => Assert.True(LikePattern.IsMatch("CAFÉ", "%fé", ignoreCase: true));

    [Fact]
    public void IsMatch_AnyTextAndPattern_AgreesWithARegularExpression() => Gen.Select(Gen.String[Gen.Char["ab%_"], 0, 8], Gen.String[Gen.Char["ab%_"], 0, 6]).Sample(
        static (value, pattern) =>
        {
            string regex = "^" + Regex.Escape(pattern).Replace("%", ".*", StringComparison.Ordinal).Replace("_", ".", StringComparison.Ordinal) + "$";
            return LikePattern.IsMatch(value, pattern, ignoreCase: false) == Regex.IsMatch(value, regex, RegexOptions.None, TimeSpan.FromSeconds(5));
        },
        seed: "0000KOIKfFz1");
}
