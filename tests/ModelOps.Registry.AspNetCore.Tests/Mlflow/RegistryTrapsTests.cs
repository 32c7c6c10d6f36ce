using System.Text.Json;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow;

/// <summary>What clients rely on and servers get wrong.</summary>
public sealed class RegistryTrapsTests
{
    private const string Elsewhere = "s3://bucket/model";

    [Fact]
    public async Task CreateModel_Twice_Is400NotConflict()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.CallAsync("POST", "registered-models/create", """{"name":"m"}""");
        string message = await app.RefusedAsync("POST", "registered-models/create", """{"name":"m"}""", 400, "RESOURCE_ALREADY_EXISTS");
        Assert.Equal("Registered Model (name=m) already exists.", message);
    }

    [Fact]
    public async Task GetAlias_Missing_Is400NotNotFound()
    {
        await using MlflowApp app = await StartWithVersionsAsync(1);
        Assert.Equal("Registered model alias nope not found.", await app.RefusedAsync("GET", "registered-models/alias?name=m&alias=nope", null, 400, "INVALID_PARAMETER_VALUE"));
        await app.RefusedAsync("GET", "registered-models/alias?name=other&alias=nope", null, 404, "RESOURCE_DOES_NOT_EXIST");
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("LATEST")]
    [InlineData("v1")]
    [InlineData("V22")]
    [InlineData("a b")]
    [InlineData("a@b")]
    public async Task SetAlias_ReservedOrMalformed_IsRefused(string alias)
    {
        await using MlflowApp app = await StartWithVersionsAsync(1);
        await app.RefusedAsync("POST", "registered-models/alias", $$"""{"name":"m","alias":"{{alias}}","version":"1"}""", 400, "INVALID_PARAMETER_VALUE");
    }

    [Fact]
    public async Task GetAlias_Latest_IsTheNewestVersion()
    {
        await using MlflowApp app = await StartWithVersionsAsync(3);
        Assert.Equal("3", (await app.CallAsync("GET", "registered-models/alias?name=m&alias=latest")).GetProperty("model_version").GetProperty("version").GetString());
    }

    [Fact]
    public async Task SetAlias_VersionAsANumber_MovesIt()
    {
        await using MlflowApp app = await StartWithVersionsAsync(2);
        await app.CallAsync("POST", "registered-models/alias", """{"name":"m","alias":"champion","version":1}""");
        await app.CallAsync("POST", "registered-models/alias", """{"name":"m","alias":"champion","version":2,"unknown":[]}""");
        JsonElement version = (await app.CallAsync("GET", "registered-models/alias?name=m&alias=champion")).GetProperty("model_version");
        Assert.Equal("2", version.GetProperty("version").GetString());
        Assert.Equal(2, (await app.Registry.ResolveAsync(ModelReference.Parse("m@champion"), TestContext.Current.CancellationToken)).Number);
        await app.RefusedAsync("POST", "registered-models/alias", """{"name":"m","alias":"champion","version":"9"}""", 404, "RESOURCE_DOES_NOT_EXIST");
    }

    [Fact]
    public async Task Search_TagNotEqual_FindsWhatLacksTheTag()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.CallAsync("POST", "registered-models/create", """{"name":"plain"}""");
        await app.CallAsync("POST", "registered-models/create", """{"name":"prompt","tags":[{"key":"mlflow.prompt.is_prompt","value":"true"}]}""");
        string filter = Uri.EscapeDataString("tag.`mlflow.prompt.is_prompt` != 'true'");
        JsonElement models = (await app.CallAsync("GET", $"registered-models/search?filter={filter}&max_results=100")).GetProperty("registered_models");
        Assert.Equal("plain", Assert.Single(models.EnumerateArray()).GetProperty("name").GetString());
        JsonElement prompts = (await app.CallAsync("GET", $"registered-models/search?filter={Uri.EscapeDataString("tags.`mlflow.prompt.is_prompt` = 'true'")}")).GetProperty("registered_models");
        Assert.Equal("prompt", Assert.Single(prompts.EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Search_NothingFound_IsAnEmptyObject()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        foreach (string search in (string[])["registered-models/search", "model-versions/search?filter=name%3D'x'", "experiments/search?filter=name%3D'x'", "runs/search?experiment_ids=0", "logged-models/search?experiment_ids=0"])
        {
            Assert.Equal("{}", (await app.CallAsync("GET", search)).GetRawText());
        }
    }

    [Fact]
    public async Task Search_Pages_NeitherRepeatNorMiss()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        for (int i = 0; i < 7; i++) { await app.CallAsync("POST", "registered-models/create", $$"""{"name":"m{{i}}"}"""); }
        List<string> seen = [];
        string token = "";
        do
        {
            JsonElement page = await app.CallAsync("GET", $"registered-models/search?max_results=3&order_by=name%20ASC{token}");
            seen.AddRange(page.GetProperty("registered_models").EnumerateArray().Select(static m => m.GetProperty("name").GetString()!));
            token = page.TryGetProperty("next_page_token", out JsonElement next) ? $"&page_token={Uri.EscapeDataString(next.GetString()!)}" : "";
            await app.CallAsync("POST", "registered-models/create", $$"""{"name":"a{{seen.Count}}"}"""); // before the place in the order
        }
        while (token.Length > 0);
        Assert.Equal(["m0", "m1", "m2", "m3", "m4", "m5", "m6"], seen.Where(static n => n[0] == 'm'));
    }

    [Fact]
    public async Task Rename_KeepsAliasesAndVersions()
    {
        await using MlflowApp app = await StartWithVersionsAsync(2);
        await app.CallAsync("POST", "registered-models/alias", """{"name":"m","alias":"champion","version":"1"}""");
        JsonElement renamed = (await app.CallAsync("POST", "registered-models/rename", """{"name":"m","new_name":"n"}""")).GetProperty("registered_model");
        Assert.Equal(("n", "champion"), (renamed.GetProperty("name").GetString(), renamed.GetProperty("aliases")[0].GetProperty("alias").GetString()));
        Assert.Equal("1", (await app.CallAsync("GET", "registered-models/alias?name=n&alias=champion")).GetProperty("model_version").GetProperty("version").GetString());
        await app.RefusedAsync("GET", "registered-models/get?name=m", null, 404, "RESOURCE_DOES_NOT_EXIST");
    }

    [Fact]
    public async Task DeleteVersion_ItsNumberAndAliases_AreNotUsedAgain()
    {
        await using MlflowApp app = await StartWithVersionsAsync(2);
        await app.CallAsync("POST", "registered-models/alias", """{"name":"m","alias":"champion","version":"2"}""");
        await app.CallAsync("DELETE", "model-versions/delete", """{"name":"m","version":"2"}""");
        await app.RefusedAsync("GET", "model-versions/get?name=m&version=2", null, 404, "RESOURCE_DOES_NOT_EXIST");
        await app.RefusedAsync("GET", "registered-models/alias?name=m&alias=champion", null, 400, "INVALID_PARAMETER_VALUE");
        Assert.Equal("3", await CreateVersionAsync(app));
    }

    [Fact]
    public async Task TransitionStage_ArchivingOthers_LeavesOneInProduction()
    {
        await using MlflowApp app = await StartWithVersionsAsync(2);
        await app.CallAsync("POST", "model-versions/transition-stage", """{"name":"m","version":"1","stage":"production","archive_existing_versions":false}""");
        JsonElement second = await app.CallAsync("POST", "model-versions/transition-stage", """{"name":"m","version":"2","stage":"Production","archive_existing_versions":true}""");
        Assert.Equal("Production", second.GetProperty("model_version").GetProperty("current_stage").GetString());
        JsonElement latest = (await app.CallAsync("GET", "registered-models/get-latest-versions?name=m&stages=Production&stages=Archived")).GetProperty("model_versions");
        Assert.Equal(["1 Archived", "2 Production"], latest.EnumerateArray().Select(static v => $"{v.GetProperty("version").GetString()} {v.GetProperty("current_stage").GetString()}"));
        await app.RefusedAsync("POST", "model-versions/transition-stage", """{"name":"m","version":"2","stage":"nowhere","archive_existing_versions":true}""", 400, "INVALID_PARAMETER_VALUE");
    }

    [Fact]
    public async Task CreateVersion_Concurrently_NumbersHaveNoGaps()
    {
        await using MlflowApp app = await StartWithVersionsAsync(0);
        string[] numbers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => CreateVersionAsync(app)));
        Assert.Equal(Enumerable.Range(1, 40), numbers.Select(static n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).Order());
    }

    [Fact]
    public async Task CreateVersion_SameIdempotencyKey_IsTheSameVersion()
    {
        await using MlflowApp app = await StartWithVersionsAsync(0);
        app.Client.DefaultRequestHeaders.Add("Idempotency-Key", "k1");
        Assert.Equal("1", await CreateVersionAsync(app));
        Assert.Equal("1", await CreateVersionAsync(app));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a:b")]
    [InlineData("../x")]
    public async Task CreateModel_NameThatIsNone_IsRefused(string name)
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.RefusedAsync("POST", "registered-models/create", JsonSerializer.Serialize(new Dictionary<string, string> { ["name"] = name }), 400, "INVALID_PARAMETER_VALUE");
        await app.RefusedAsync("GET", $"registered-models/get?name={Uri.EscapeDataString(name)}", null, 400, "INVALID_PARAMETER_VALUE");
    }

    [Theory]
    [InlineData("GET", "registered-models/search?filter=name%20%3D")]
    [InlineData("GET", "registered-models/search?filter=name%20%3D%20'x'%20OR%20name%20%3D%20'y'")]
    [InlineData("GET", "registered-models/search?filter=%27%3B%20DROP%20TABLE%20models%3B--")]
    [InlineData("GET", "registered-models/search?filter=metrics.a%20%3E%201")]
    [InlineData("GET", "registered-models/search?max_results=0")]
    [InlineData("GET", "registered-models/search?max_results=1001")]
    [InlineData("GET", "registered-models/search?page_token=%00%01")]
    [InlineData("GET", "registered-models/search?page_token=bm90IG91cnM")]
    [InlineData("GET", "registered-models/search?order_by=nothing")]
    [InlineData("GET", "model-versions/search?filter=version_number%20LIKE%20'1'")]
    [InlineData("GET", "model-versions/get?name=m&version=one")]
    [InlineData("GET", "model-versions/get?name=m&version=99999999999999999999")]
    public async Task Call_Hostile_IsAnInvalidParameter(string method, string path)
    {
        await using MlflowApp app = await StartWithVersionsAsync(1);
        await app.RefusedAsync(method, path, null, 400, "INVALID_PARAMETER_VALUE");
    }

    [Fact]
    public async Task Call_UnknownEndpoint_TellsTheClientToTryItsNextRoute()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.RefusedAsync("POST", "traces", "{}", 404, "ENDPOINT_NOT_FOUND");
        await app.RefusedAsync("GET", "/api/3.0/mlflow/traces/x", null, 404, "ENDPOINT_NOT_FOUND");
    }

    [Fact]
    public async Task Call_UnderTheOtherRoots_IsTheSame()
    {
        await using MlflowApp app = await StartWithVersionsAsync(1);
        foreach (string root in (string[])["/ajax-api/2.0/mlflow", "/api/3.0/mlflow"]) { Assert.Equal("m", (await app.CallAsync("GET", $"{root}/registered-models/get?name=m")).GetProperty("registered_model").GetProperty("name").GetString()); }
        Assert.True((await app.CallAsync("GET", "/api/3.0/mlflow/server-info")).GetProperty("multipart_uploads_enabled").GetBoolean());
        Assert.Equal("OK", await app.Client.GetStringAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal("3.6.0", await app.Client.GetStringAsync(new Uri("/version", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    private static async Task<MlflowApp> StartWithVersionsAsync(int versions)
    {
        MlflowApp app = await MlflowApp.StartAsync();
        await app.CallAsync("POST", "registered-models/create", """{"name":"m"}""");
        for (int i = 0; i < versions; i++) { await CreateVersionAsync(app); }
        return app;
    }

    private static async Task<string> CreateVersionAsync(MlflowApp app) =>
        (await app.CallAsync("POST", "model-versions/create", $$"""{"name":"m","source":"{{Elsewhere}}"}""")).GetProperty("model_version").GetProperty("version").GetString()!;
}
