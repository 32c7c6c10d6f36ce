using System.Text;
using CsCheck;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Tests.Alerts.Support;

namespace ModelOps.Drift.Tests.Alerts;

public sealed class AlertTextTests
{
    [Theory]
    [InlineData("income", "income")]
    [InlineData("a\r\nBcc: x@y", "a  Bcc: x@y")]
    [InlineData("a\u202eb\u200bc\u0000d", "a b c d")]
    [InlineData("größe 日本 😀", "größe 日本 😀")]
    public void Bound_KeepsWhatIsPrinted(string text, string expected) => Assert.Equal(expected, AlertText.Bound(text));

    [Fact]
    public void Bound_HalfACharacter_IsReplaced() => Assert.Equal("\ufffdx", AlertText.Bound(new string([(char)0xd800, 'x'])));

    [Fact]
    public void Bound_AnyText_IsShortWholeAndPrinted() => Gen.Select(Gen.String, Gen.Int[1, 40]).Sample(static (text, most) =>
    {
        string bound = AlertText.Bound(text, most);
        Assert.InRange(bound.Length, 0, most);
        Assert.DoesNotContain(bound, static c => char.IsControl(c));
        Assert.Equal(bound, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(bound))); // no half characters
    });

    [Fact]
    public void Bound_TooLong_EndsInAnEllipsis()
    {
        Assert.Equal("ab…", AlertText.Bound("abcd", 3));
        Assert.Equal("a…", AlertText.Bound("a😀😀", 3));
    }

    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("credit", "credit", true)]
    [InlineData("credit", "Credit", false)]
    [InlineData("cr*it", "credit", true)]
    [InlineData("c?edit", "credit", false)]
    [InlineData("c?edit", "c?edit", true)]
    [InlineData("a\\b", "a\\b", true)]
    [InlineData("", "a", false)]
    public void Pattern_OnlyTheStarIsSpecial(string pattern, string name, bool expected) => Assert.Equal(expected, NamePattern.Matches(pattern, name));

    [Theory]
    [InlineData("https://r.example/{model}/{feature}", "https://r.example/credit/a%2Fb%3Fc")]
    [InlineData("https://r.example/?w={from}", "https://r.example/?w=2026-11-01T00%3A00%3A00Z")]
    public void ReportLink_FillsIn_Encoded(string template, string expected) =>
        Assert.Equal(expected, ReportLink.Of(template, "credit", "3", "a/b?c", Windows.Start, Windows.Start.AddHours(1))!.AbsoluteUri);

    [Theory]
    [InlineData("reports/{model}", false)]
    [InlineData("javascript:alert({model})", false)]
    [InlineData("https://r.example/{model}", true)]
    public void ReportLink_Template_MustBeAnAddress(string template, bool expected) => Assert.Equal(expected, ReportLink.IsTemplate(template));
}
