using System.Text.Json;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow;

/// <summary>The prompt registry of the Python client, which is models and versions with tags.</summary>
public sealed class PromptTests
{
    private const string IsPrompt = """{"key":"mlflow.prompt.is_prompt","value":"true"}""";

    [Fact]
    public async Task Register_LoadAndAlias_AsTheClientDoes()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.RefusedAsync("GET", "registered-models/get?name=greeting", null, 404, "RESOURCE_DOES_NOT_EXIST"); // the client looks first
        await app.CallAsync("POST", "registered-models/create", $$"""{"name":"greeting","tags":[{{IsPrompt}},{"key":"_mlflow_experiment_ids","value":",0,"}],"description":"first"}""");
        string template = new('x', 99_980); // the longest text a client sends, and quotes to escape
        JsonElement created = (await app.CallAsync("POST", "model-versions/create", $$"""
            {"name":"greeting","source":"dummy-source","tags":[{{IsPrompt}},{"key":"mlflow.prompt.text","value":"{{template}}\n\"{% raw %}"},{"key":"_mlflow_prompt_type","value":"text"}],"description":"first"}
            """.ReplaceLineEndings(""))).GetProperty("model_version");
        Assert.Equal(("1", "READY", "dummy-source"), (Text(created, "version"), Text(created, "status"), Text(created, "source")));
        JsonElement other = (await app.CallAsync("POST", "model-versions/create", $$"""{"name":"greeting","source":"prompt-template","tags":[{{IsPrompt}},{"key":"mlflow.prompt.text","value":""}]}""")).GetProperty("model_version");
        Assert.Equal("2", Text(other, "version"));

        await app.CallAsync("POST", "registered-models/alias", """{"name":"greeting","alias":"production","version":"1"}""");
        JsonElement loaded = (await app.CallAsync("GET", "registered-models/alias?name=greeting&alias=production")).GetProperty("model_version");
        Assert.Equal(template + "\n\"{% raw %}", loaded.GetProperty("tags").EnumerateArray().Single(static t => Text(t, "key") == "mlflow.prompt.text").GetProperty("value").GetString());
        await app.CallAsync("POST", "model-versions/set-tag", """{"name":"greeting","version":"1","key":"mlflow.prompt.run_ids","value":"a,b"}""");
        Assert.Equal(["1"], await VersionsAsync(app, "tags.`mlflow.prompt.run_ids` LIKE '%a%' AND tags.`mlflow.prompt.is_prompt` = 'true'"));
        await app.CallAsync("DELETE", "registered-models/alias", """{"name":"greeting","alias":"production"}""");
        await app.CallAsync("DELETE", "registered-models/alias", """{"name":"greeting","alias":"production"}""");
        await app.CallAsync("DELETE", "model-versions/delete", """{"name":"greeting","version":"1"}""");
    }

    [Fact]
    public async Task Search_FindsPromptsOrModelsNeverBoth()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.CallAsync("POST", "registered-models/create", $$"""{"name":"greeting","tags":[{{IsPrompt}}]}""");
        await app.CallAsync("POST", "model-versions/create", $$"""{"name":"greeting","source":"dummy-source","tags":[{{IsPrompt}},{"key":"mlflow.prompt.text","value":"hello"}]}""");
        await app.CallAsync("POST", "registered-models/create", """{"name":"demand"}""");
        await app.CallAsync("POST", "model-versions/create", """{"name":"demand","source":"s3://bucket/model"}""");
        foreach (string filter in (string[])["", "tag.`mlflow.prompt.is_prompt` != 'true'", "tags.`mlflow.prompt.is_prompt` = 'false'", "name LIKE '%' AND tag.`mlflow.prompt.is_prompt` != 'true'"])
        {
            Assert.Equal(["demand"], await ModelsAsync(app, filter));
            Assert.Equal(["1"], await VersionsAsync(app, filter.Length == 0 ? "name='demand'" : filter));
        }

        Assert.Equal(["greeting"], await ModelsAsync(app, "tags.`mlflow.prompt.is_prompt` = 'true' AND name ILIKE '%GREET%'"));
        Assert.Empty(await VersionsAsync(app, "name='greeting'"));
        Assert.Equal(["1"], await VersionsAsync(app, "name='greeting' AND tags.`mlflow.prompt.is_prompt` = 'true'"));
    }

    [Fact]
    public async Task Search_TagNotEqual_NeedsTheTagToBeThere()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.CallAsync("POST", "registered-models/create", """{"name":"a","tags":[{"key":"team","value":"x"}]}""");
        await app.CallAsync("POST", "registered-models/create", """{"name":"b","tags":[{"key":"team","value":"y\nz"}]}""");
        await app.CallAsync("POST", "registered-models/create", """{"name":"c"}""");
        Assert.Equal(["b"], await ModelsAsync(app, "tags.team != 'x'"));
        Assert.Equal(["a", "b", "c"], await ModelsAsync(app, ""));
        Assert.Contains("IS NULL", await app.RefusedAsync("GET", $"registered-models/search?filter={Uri.EscapeDataString("tags.team IS NULL")}", null, 400, "INVALID_PARAMETER_VALUE"), StringComparison.Ordinal);
    }

    private static async Task<string[]> ModelsAsync(MlflowApp app, string filter) =>
        await FindAsync(app, $"registered-models/search?max_results=100&filter={Uri.EscapeDataString(filter)}", "registered_models", "name");

    private static async Task<string[]> VersionsAsync(MlflowApp app, string filter) =>
        await FindAsync(app, $"model-versions/search?max_results=10000&filter={Uri.EscapeDataString(filter)}", "model_versions", "version");

    private static async Task<string[]> FindAsync(MlflowApp app, string path, string list, string field) =>
        (await app.CallAsync("GET", path)).TryGetProperty(list, out JsonElement found) ? [.. found.EnumerateArray().Select(m => Text(m, field))] : [];

    private static string Text(JsonElement value, string field) => value.GetProperty(field).GetString()!;
}
