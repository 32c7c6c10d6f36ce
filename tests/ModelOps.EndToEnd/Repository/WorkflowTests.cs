using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelOps.EndToEnd.Tools;
using ModelOps.TestSupport;

namespace ModelOps.EndToEnd.Repository;

public sealed class WorkflowTests
{
    private static string Text => File.ReadAllText(Path.Combine(SharedFiles.RepositoryRoot, ".github", "workflows", "ci.yml"));

    [Fact]
    public void Workflow_AgainstItsSchema_IsValid() => Assert.Empty(Schema().Validate(YamlJson.Read(Text)));

    [Theory]
    [InlineData("runs-on", "run-on")]
    [InlineData("steps", "step")]
    [InlineData("permissions", "permission")]
    public void Workflow_WithAMistake_IsNot(string key, string mistake) =>
        Assert.NotEmpty(Schema().Validate(YamlJson.Read(Text.Replace($"{key}:", $"{mistake}:", StringComparison.Ordinal))));

    [Fact]
    public void Workflow_Actions_ArePinnedAndFew() =>
        Assert.All(Regex.Matches(Text, "uses: (.*)"), static m => Assert.Matches(@"^actions/(checkout|setup-dotnet|upload-artifact)@v\d+\.\d+\.\d+$", m.Groups[1].Value));

    [Fact]
    public void Workflow_Token_MayOnlyRead()
    {
        JsonNode permissions = YamlJson.Read(Text)!["permissions"]!;
        Assert.Equal("""{"contents":"read"}""", permissions.ToJsonString());
    }

    private static JsonSchema Schema() => new(SharedFiles.Require("k8s-schemas/jsonschema/schemastore/github-workflow.json"));
}
