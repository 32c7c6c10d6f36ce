using ModelOps.Serving.AspNetCore.Endpoints;

namespace ModelOps.Serving.AspNetCore.Tests.Endpoints;

public sealed class RouteReferencesTests
{
    [Theory]
    [InlineData("demand", null, "demand")]
    [InlineData("demand", "", "demand")]
    [InlineData("demand", "3", "demand:3")]
    [InlineData("demand", "1.2.0", "demand:1.2.0")]
    [InlineData("demand", "champion", "demand@champion")]
    [InlineData("demand", "2024-q1", "demand@2024-q1")]
    [InlineData("demand@3", null, "demand@3")] // an alias of digits only has no other way to be written
    [InlineData("My model (v2)", "冠军", "My model (v2)@冠军")]
    public void Parse_NameAndVersion_IsTheReference(string model, string? version, string expected) =>
        Assert.Equal(ModelReference.Parse(expected), RouteReferences.Parse(model, version));

    [Theory]
    [InlineData("demand", "0")]
    [InlineData("demand", "007")]
    [InlineData("demand", "v1")]
    [InlineData("a/b", "1")]
    [InlineData("..", null)]
    public void Parse_NoReference_Throws(string model, string? version) =>
        Assert.Throws<InvalidModelReferenceException>(() => RouteReferences.Parse(model, version));
}
