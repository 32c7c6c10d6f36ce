using ModelOps.Registry.Mlflow;
using Xunit;

namespace ModelOps.Registry.Tests.Mlflow;

public sealed class MlflowUriTests
{
    private const string ModelId = "m-ad8cc754cafb4c0985d4941fe9e58284";

    [Theory]
    [InlineData("models:/demand/3", MlflowUriKind.ModelVersion, "demand", "3", "")]
    [InlineData("models:/demand/3/sub/model.onnx", MlflowUriKind.ModelVersion, "demand", "3", "sub/model.onnx")]
    [InlineData("models:/demand/latest", MlflowUriKind.LatestVersion, "demand", null, "")]
    [InlineData("models:/demand/LATEST/a", MlflowUriKind.LatestVersion, "demand", null, "a")]
    [InlineData("models:/demand@latest", MlflowUriKind.LatestVersion, "demand", null, "")]
    [InlineData("models:/demand", MlflowUriKind.LatestVersion, "demand", null, "")]
    [InlineData("models:/demand/Production", MlflowUriKind.Stage, "demand", "Production", "")]
    [InlineData("models:/demand@champion", MlflowUriKind.Alias, "demand", "champion", "")]
    [InlineData("models:/a@b@champion/sub", MlflowUriKind.Alias, "a@b", "champion", "sub")]
    [InlineData("models:/my%20model/1/a%25b", MlflowUriKind.ModelVersion, "my model", "1", "a%b")]
    [InlineData("models:/" + ModelId, MlflowUriKind.LoggedModel, ModelId, null, "")]
    [InlineData("models:/" + ModelId + "/MLmodel", MlflowUriKind.LoggedModel, ModelId, null, "MLmodel")]
    [InlineData("runs:/29461571fe71/model/MLmodel", MlflowUriKind.Run, "29461571fe71", null, "model/MLmodel")]
    [InlineData("mlflow-artifacts:/1/models/x", MlflowUriKind.Artifact, "", null, "1/models/x")]
    [InlineData("mlflow-artifacts://host:5000/1/x", MlflowUriKind.Artifact, "host:5000", null, "1/x")]
    [InlineData("mlflow-artifacts:/", MlflowUriKind.Artifact, "", null, "")]
    public void Parse_Uri_ReadsItsParts_AndWritesThemBack(string text, MlflowUriKind kind, string name, string? selector, string path)
    {
        MlflowUri uri = MlflowUri.Parse(text);

        Assert.Equal((kind, name, selector, path), (uri.Kind, uri.Name, uri.Selector, uri.Path));
        Assert.Equal(uri, MlflowUri.Parse(uri.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("models:/")]
    [InlineData("models:/@champion")]
    [InlineData("models:/demand@")]
    [InlineData("models:/demand//x")]
    [InlineData("models:/demand/1/../x")]
    [InlineData("models:/demand/1/%2e%2e/x")]
    [InlineData("models:/demand/1/a%2fb")]
    [InlineData("models:/demand/1/a%5cb")]
    [InlineData("models:/demand/1/a\\b")]
    [InlineData("models:/demand/1/%00")]
    [InlineData("runs:/../x")]
    [InlineData("runs:/")]
    [InlineData("mlflow-artifacts:/../etc/passwd")]
    [InlineData("mlflow-artifacts://")]
    [InlineData("https://host/x")]
    [InlineData("s3://bucket/x")]
    public void Parse_AnythingElse_IsRefused(string? text)
    {
        Assert.False(MlflowUri.TryParse(text, out _));
        Assert.Equal(MlflowErrorCodes.Malformed, Assert.Throws<MlflowFormatException>(() => MlflowUri.Parse(text!)).Code);
    }
}
