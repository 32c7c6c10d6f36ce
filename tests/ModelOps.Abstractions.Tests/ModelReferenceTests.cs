using CsCheck;

namespace ModelOps.Tests;

public sealed class ModelReferenceTests
{
    /// <summary>Names of all kinds of characters, also beyond the first plane.</summary>
    internal static Gen<string> Names { get; } = Gen.OneOf(
            Gen.Char["abcXYZ019._- ()[]{}<>|*?\"'`~!#$^&+=,;é需求Ωя\u0301"].Select(static c => c.ToString()), Gen.Int[0x10000, 0x2FFFF].Select(char.ConvertFromUtf32), Gen.Char.Select(static c => c.ToString()))
        .Array[1, 40].Select(static parts => string.Concat(parts)).Where(ModelReference.IsName);

    [Theory]
    [InlineData("demand", "demand", null, null)]
    [InlineData("demand:1.2.0", "demand", "1.2.0", null)]
    [InlineData("demand:1.2.0-rc.1+7", "demand", "1.2.0-rc.1+7", null)]
    [InlineData("demand:3", "demand", "3", null)]
    [InlineData("demand@champion", "demand", null, "champion")]
    [InlineData("models:/demand", "demand", null, null)]
    [InlineData("models:/demand/3", "demand", "3", null)]
    [InlineData("models:/demand/1.2.0", "demand", "1.2.0", null)]
    [InlineData("models:/demand@champion", "demand", null, "champion")]
    [InlineData("0.a_b-C", "0.a_b-C", null, null)]
    [InlineData("My model (v2)", "My model (v2)", null, null)]
    [InlineData("prévision été:3", "prévision été", "3", null)]
    [InlineData("需求@冠军", "需求", null, "冠军")]
    [InlineData("a, b; c & d = \"e\" #1?@2024-q1", "a, b; c & d = \"e\" #1?", null, "2024-q1")]
    [InlineData("demand@1st", "demand", null, "1st")]
    [InlineData("demand@3", "demand", null, "3")]
    [InlineData("models:/My model (v2)/3", "My model (v2)", "3", null)]
    [InlineData("models:/My%20model%20%28v2%29@champion", "My model (v2)", null, "champion")]
    [InlineData("models:/%E9%9C%80%E6%B1%82", "需求", null, null)]
    public void Parse_WrittenForm_GivesItsParts(string text, string name, string? version, string? alias)
    {
        ModelReference reference = ModelReference.Parse(text);

        Assert.Equal((name, version, alias), (reference.Name, reference.Version, reference.Alias));
        Assert.Equal(reference, ModelReference.Parse(reference.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" demand")]
    [InlineData("demand ")]
    [InlineData("\u00A0demand")]
    [InlineData(".demand")]
    [InlineData("é.")]
    [InlineData("..")]
    [InlineData("é..é")]
    [InlineData("a\\b")]
    [InlineData("C:\\a")]
    [InlineData("a%b")]
    [InlineData("%2e%2e")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u007Fb")]
    [InlineData("a\u200Bb")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u2028b")]
    [InlineData("a\uFFFEb")]
    [InlineData("a\uFDD0b")]
    [InlineData("demand : 3")]
    [InlineData("demand@ champion")]
    [InlineData("demand@v１")]
    [InlineData("models:/a%2Fb/3")]
    [InlineData("models:/%2e%2e/3")]
    [InlineData("models:/a%2540b")]
    [InlineData("a..b")]
    [InlineData("a/b")]
    [InlineData("../a")]
    [InlineData("demand:")]
    [InlineData("demand:0")]
    [InlineData("demand:007")]
    [InlineData("demand:-1")]
    [InlineData("demand:1.2")]
    [InlineData("demand:v1.2.0")]
    [InlineData("demand@")]
    [InlineData("demand@v1")]
    [InlineData("demand@a@b")]
    [InlineData("demand:1.2.0@champion")]
    [InlineData("demand:1:2")]
    [InlineData("models:/")]
    [InlineData("models:/demand:3")]
    [InlineData("models:/demand/3/4")]
    public void Parse_OtherText_ThrowsWithTheMend(string? text)
    {
        Assert.False(ModelReference.TryParse(text, out ModelReference? none));
        Assert.Null(none);
        InvalidModelReferenceException error = Assert.Throws<InvalidModelReferenceException>(() => ModelReference.Parse(text!));
        Assert.Equal(ModelOpsErrorCodes.InvalidModelReference, error.Code);
        Assert.Equal(ModelOpsErrorKind.InvalidArgument, error.Kind);
        Assert.Contains("'name@alias'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsName_AtItsLengthLimit_TurnsFalseOneLater()
    {
        Assert.True(ModelReference.IsName(new string('a', 256)));
        Assert.False(ModelReference.IsName(new string('a', 257)));
    }

    [Theory]
    [InlineData("champion", true)]
    [InlineData("v", true)]
    [InlineData("vNext", true)]
    [InlineData("v12", false)]
    [InlineData("V1", false)]
    [InlineData("_a", true)]
    [InlineData("-a", true)]
    [InlineData("1", true)]
    [InlineData("冠军", true)]
    [InlineData("v1a", true)]
    [InlineData("v٣", false)]
    [InlineData("e\u0301", false)] // MLflow takes no mark for a character of a word either
    [InlineData("a b", false)]
    [InlineData("a@b", false)]
    [InlineData("", false)]
    [InlineData("a.b", false)]
    public void IsAlias_AnyText_KeepsTheRule(string alias, bool expected) => Assert.Equal(expected, ModelReference.IsAlias(alias));

    [Fact]
    public void IsName_LoneSurrogate_IsNone() // no attribute of a theory can hold one
    {
        Assert.False(ModelReference.IsName("a\uD83Db"));
        Assert.False(ModelReference.IsName("\uDEB2"));
        Assert.True(ModelReference.IsName("\uD83D\uDEB2"));
    }

    [Fact]
    public void IsAlias_AtItsLengthLimit_TurnsFalseOneLater()
    {
        Assert.True(ModelReference.IsAlias(new string('a', 255)));
        Assert.False(ModelReference.IsAlias(new string('a', 256)));
    }

    [Fact]
    public void IsName_AnyNameOfTheFirstRule_IsStillOne() => Gen.String[Gen.Char["abzAZ09._-"], 1, 128].Sample(static text =>
    {
        if (char.IsAsciiLetterOrDigit(text[0]) && !text.Contains("..", StringComparison.Ordinal)) { Assert.True(ModelReference.IsName(text)); }
    });

    [Fact]
    public void Parse_WhatAnyNameAndAliasWrite_GivesThemBack() => Gen.Select(Names, Gen.OneOf(Gen.Const("champion"), Gen.Const("3"), Gen.Const("_é-"))).Sample(static (name, alias) =>
    {
        foreach (ModelReference reference in new[] { ModelReference.ToModel(name), ModelReference.ToVersion(name, "1.2.0-rc.1+7"), ModelReference.ToVersion(name, "3"), ModelReference.ToAlias(name, alias) })
        {
            Assert.Equal(reference, ModelReference.Parse(reference.ToString()));
            string uri = "models:/" + (reference.Version is { } version ? $"{name}/{version}" : reference.ToString());
            Assert.Equal(reference, ModelReference.Parse(uri));
        }
    });

    [Fact]
    public void ToVersionAndToAlias_BadPart_Throw()
    {
        Assert.Throws<InvalidModelReferenceException>(() => ModelReference.ToModel("a/b"));
        Assert.Throws<InvalidModelReferenceException>(() => ModelReference.ToVersion("a", "one"));
        Assert.Throws<InvalidModelReferenceException>(() => ModelReference.ToVersion("a/b", "1.0.0"));
        Assert.Throws<InvalidModelReferenceException>(() => ModelReference.ToAlias("a", "v1"));
    }
}
