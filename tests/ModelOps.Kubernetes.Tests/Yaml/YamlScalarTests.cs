using System.Text.Json.Nodes;
using CsCheck;
using k8s;
using k8s.Models;
using ModelOps.Kubernetes.Yaml;
using YamlDotNet.Core;

namespace ModelOps.Kubernetes.Tests.Yaml;

public sealed class YamlScalarTests
{
    [Theory]
    [InlineData("y")]
    [InlineData("N")]
    [InlineData("yes")]
    [InlineData("No")]
    [InlineData("on")]
    [InlineData("OFF")]
    [InlineData("true")]
    [InlineData("False")]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData("~")]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5")]
    [InlineData(".5")]
    [InlineData("1e3")]
    [InlineData("1_000")]
    [InlineData("007")]
    [InlineData("0o17")]
    [InlineData("0x1F")]
    [InlineData("0b11")]
    [InlineData("12:30:45")]
    [InlineData("190:20:30.15")]
    [InlineData("2026-11-23")]
    [InlineData("2026-11-23T22:00:00Z")]
    [InlineData(".inf")]
    [InlineData("-.INF")]
    [InlineData(".NaN")]
    [InlineData("<<")]
    [InlineData("=")]
    [InlineData("- a")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("{a}")]
    [InlineData("[a]")]
    [InlineData("&a")]
    [InlineData("*a")]
    [InlineData("!a")]
    [InlineData("%a")]
    [InlineData("@a")]
    [InlineData("`a`")]
    [InlineData("a:")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("---")]
    [InlineData("...")]
    [InlineData("\ta")]
    [InlineData("é")]
    [InlineData("\u0085")]
    [InlineData("\n")]
    public void StyleOf_RiskyText_IsQuoted(string text) => Assert.Equal(ScalarStyle.DoubleQuoted, YamlScalar.StyleOf(text));

    [Theory]
    [InlineData("demand")]
    [InlineData("apps/v1")]
    [InlineData("/v2/health/live")]
    [InlineData("app.kubernetes.io/name")]
    [InlineData("registry.example:5000/a/b:1.0")]
    [InlineData("512Mi")]
    [InlineData("0.5Gi")]
    [InlineData("250m")]
    [InlineData("25%")]
    [InlineData("ALL")]
    [InlineData("yesterday")]
    [InlineData("nobody")]
    public void StyleOf_Word_IsPlain(string text) => Assert.Equal(ScalarStyle.Plain, YamlScalar.StyleOf(text));

    [Theory]
    [InlineData("a\nb\n")]
    [InlineData("a\n  b\n\nc")]
    [InlineData("key: value\nother: value\n")]
    public void StyleOf_Lines_AreLiteral(string text) => Assert.Equal(ScalarStyle.Literal, YamlScalar.StyleOf(text));

    [Fact]
    public void Write_AnyTwoTexts_ReadBackAsKeyAndValue()
    {
        Gen<string> risky = Gen.OneOf(
            Gen.String,
            Gen.String["0123456789.:-+_eExXobTZ ynYN~<=%kKMGi"],
            Gen.String["ab \n\t:#-'\"\\&*!|>{}[],?@`\r"],
            Gen.OneOf("y", "no", "ON", "null", "1.0", "1e5", "0777", "60:00", "2026-01-01", ".inf", "a\n\nb\n\n\n", "a\n b", "\u2028", "\ufeff", "\0"));
        Gen.Select(risky.Where(IsWellFormed), risky.Where(IsWellFormed)).Sample(static (key, value) =>
        {
            V1ConfigMap map = new() { Data = new Dictionary<string, string> { [key] = value } };

            JsonObject? data = OldYamlReader.ReadAll(ManifestYaml.Write([map]))[0]!["data"]!.AsObject();

            KeyValuePair<string, JsonNode?> entry = Assert.Single(data);
            Assert.Equal(key, entry.Key);
            Assert.Equal(value, (string?)entry.Value);
        }, seed: "0000KubernetesY", iter: 2_000);
    }

    /// <summary>Text with a lone half of a surrogate pair has no UTF-8 form, so no file could hold it.</summary>
    private static bool IsWellFormed(string text) => text.EnumerateRunes().Sum(static r => r.Utf16SequenceLength) == text.Length && !text.EnumerateRunes().Any(static r => r.Value == 0xFFFD);
}
