namespace ModelOps.Tests;

public sealed class ModelReferenceTests
{
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
    [InlineData("-demand")]
    [InlineData("a..b")]
    [InlineData("a/b")]
    [InlineData("../a")]
    [InlineData("demänd")]
    [InlineData("demand:")]
    [InlineData("demand:0")]
    [InlineData("demand:007")]
    [InlineData("demand:-1")]
    [InlineData("demand:1.2")]
    [InlineData("demand:v1.2.0")]
    [InlineData("demand@")]
    [InlineData("demand@v1")]
    [InlineData("demand@1st")]
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
        Assert.True(ModelReference.IsName(new string('a', 128)));
        Assert.False(ModelReference.IsName(new string('a', 129)));
    }

    [Theory]
    [InlineData("champion", true)]
    [InlineData("v", true)]
    [InlineData("vNext", true)]
    [InlineData("v12", false)]
    [InlineData("V1", false)]
    [InlineData("_a", false)]
    [InlineData("a.b", false)]
    public void IsAlias_AnyText_KeepsTheRule(string alias, bool expected) => Assert.Equal(expected, ModelReference.IsAlias(alias));

    [Fact]
    public void ToVersionAndToAlias_BadPart_Throw()
    {
        Assert.Throws<InvalidModelReferenceException>(() => ModelReference.ToModel("a b"));
        Assert.Throws<InvalidModelReferenceException>(() => ModelReference.ToVersion("a", "one"));
        Assert.Throws<InvalidModelReferenceException>(() => ModelReference.ToVersion("a b", "1.0.0"));
        Assert.Throws<InvalidModelReferenceException>(() => ModelReference.ToAlias("a", "v1"));
    }
}
