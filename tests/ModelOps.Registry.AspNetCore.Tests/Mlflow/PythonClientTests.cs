using System.Net;
using System.Text.Json;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow;

/// <summary>Requests as the Python client builds them, where a server may go wrong.</summary>
public sealed class PythonClientTests
{
    [Fact]
    public async Task SetExperiment_ManyAtOnce_AllEndAtOneExperiment()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        string[] ids = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => SetExperimentAsync(app, "shared")));
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task SearchRuns_NullsAndUnequals_AreThoseOfTheOriginal()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        string parent = await CreateRunAsync(app, """{"key":"kind","value":"a"}""");
        string child = await CreateRunAsync(app, $$"""{"key":"mlflow.parentRunId","value":"{{parent}}"}""");
        await app.CallAsync("POST", "runs/log-parameter", $$"""{"run_uuid":"{{child}}","run_id":"{{child}}","key":"lr","value":"0.1"}""");
        Assert.Equal([parent], await RunsAsync(app, "tags.`mlflow.parentRunId` IS NULL"));
        Assert.Equal([child], await RunsAsync(app, "tag.\"mlflow.parentRunId\" is not null"));
        Assert.Equal([parent], await RunsAsync(app, "params.lr IS NULL AND attributes.status = 'RUNNING'"));
        Assert.Equal([child], await RunsAsync(app, $"parameters.lr IS  NOT NULL and attributes.run_id IN ('{parent}','{child}')"));
        Assert.Empty(await RunsAsync(app, "tags.kind != 'a'"));
        Assert.Equal([parent], await RunsAsync(app, "tags.kind != 'b'"));
        await app.RefusedAsync("POST", "runs/search", """{"experiment_ids":["0"],"filter":"metrics.auc IS NULL"}""", 400, "INVALID_PARAMETER_VALUE");
        await app.RefusedAsync("POST", "runs/search", """{"experiment_ids":["0"],"filter":"status IS NULL"}""", 400, "INVALID_PARAMETER_VALUE");
        await app.RefusedAsync("POST", "runs/search", """{"experiment_ids":["0"],"filter":"tags.kind IS"}""", 400, "INVALID_PARAMETER_VALUE");
        Assert.Equal(["Default"], (await app.CallAsync("POST", "experiments/search", """{"view_type":"ACTIVE_ONLY","max_results":1000,"filter":"tags.`mlflow.experiment.isGateway` IS NULL"}"""))
            .GetProperty("experiments").EnumerateArray().Select(static e => e.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task LongValues_AreCutNotRefused()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        string run = await CreateRunAsync(app, $$"""{"key":"long","value":"{{new string('t', 9_000)}}"}""");
        string longest = new string('p', 5_999) + "\U0001F600"; // the limit falls into the middle of the last character
        await app.CallAsync("POST", "runs/log-batch", $$"""{"run_id":"{{run}}","params":[{"key":"p","value":"{{longest}}"}],"tags":[{"key":"u","value":"{{new string('u', 8_001)}}"}]}""");
        await app.CallAsync("POST", "runs/log-parameter", $$"""{"run_uuid":"{{run}}","run_id":"{{run}}","key":"p","value":"{{longest}}"}"""); // again is no conflict
        JsonElement data = (await app.CallAsync("GET", $"runs/get?run_uuid={run}&run_id={run}")).GetProperty("run").GetProperty("data");
        Assert.Equal(5_999, data.GetProperty("params")[0].GetProperty("value").GetString()!.Length);
        Assert.Equal([8_000, 8_000], data.GetProperty("tags").EnumerateArray().Where(static t => t.GetProperty("key").GetString() is "long" or "u").Select(static t => t.GetProperty("value").GetString()!.Length));

        await using MlflowApp strict = await MlflowApp.StartAsync(static b => b.Configuration["ModelOps:Registry:MlflowApi:TruncateLongValues"] = "false");
        await strict.RefusedAsync("POST", "runs/create", $$"""{"experiment_id":"0","tags":[{"key":"long","value":"{{new string('t', 9_000)}}"}]}""", 400, "INVALID_PARAMETER_VALUE");
    }

    [Fact]
    public async Task LogInputs_LongestProfileAndSchema_FitIntoTheBody()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        string run = await CreateRunAsync(app, """{"key":"a","value":"b"}""");
        string body = $$$"""{"run_id":"{{{run}}}","datasets":[{"dataset":{"name":"d","digest":"abc","source_type":"local","source":"{}","schema":"{{{new string('s', 1_000_000)}}}","profile":"{{{new string('p', 16_000_000)}}}"}}]}""";
        await app.CallAsync("POST", "runs/log-inputs", body);
    }

    [Fact]
    public async Task LogModel_OfOldClients_KeepsTheNewestThatFitIntoTheTag()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        string run = await CreateRunAsync(app, """{"key":"mlflow.log-model.history","value":"no list"}""");
        for (int i = 0; i < 4; i++)
        {
            string model = JsonSerializer.Serialize($$"""{"artifact_path":"m{{i}}","flavors":{},"signature":"{{new string('s', 3_000)}}"}""");
            await app.CallAsync("POST", "runs/log-model", $$"""{"run_id":"{{run}}","model_json":{{model}}}""");
        }

        JsonElement tags = (await app.CallAsync("GET", $"runs/get?run_id={run}")).GetProperty("run").GetProperty("data").GetProperty("tags");
        JsonElement history = JsonElement.Parse(tags.EnumerateArray().Single(static t => t.GetProperty("key").GetString() == "mlflow.log-model.history").GetProperty("value").GetString()!);
        Assert.Equal(["m2", "m3"], history.EnumerateArray().Select(static m => m.GetProperty("artifact_path").GetString()));
    }

    [Fact]
    public async Task SearchVersions_WithoutOrder_HasTheNewestFirst()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.CallAsync("POST", "registered-models/create", """{"name":"m"}""");
        for (int i = 0; i < 3; i++) { await app.CallAsync("POST", "model-versions/create", """{"name":"m","source":"s3://bucket/model","run_id":"r"}"""); }
        Assert.Equal("3", await FirstAsync(app, "run_id='r'", ""));
        await Task.Delay(2, TestContext.Current.CancellationToken); // the order is by milliseconds
        await app.CallAsync("PATCH", "model-versions/update", """{"name":"m","version":"1","description":"touched"}""");
        Assert.Equal("1", await FirstAsync(app, "name = 'm'", ""));
        Assert.Equal("3", await FirstAsync(app, "name = 'm' and run_id IN ('q', 'r')", "&order_by=version_number+DESC"));
        Assert.Equal("2", await FirstAsync(app, "source_path LIKE 's3:%' AND version_number > 1", "&order_by=creation_timestamp+ASC"));
    }

    [Fact]
    public async Task CopyModelVersion_LeadsToWhereTheFirstIs()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.CallAsync("POST", "registered-models/create", """{"name":"src"}""");
        await app.CallAsync("POST", "model-versions/create", """{"name":"src","source":"s3://bucket/model","run_id":"r","tags":[{"key":"team","value":"x"}],"run_link":"http://x"}""");
        foreach ((string name, string source) in new[] { ("copy", "src"), ("again", "copy") })
        {
            await app.CallAsync("POST", "registered-models/create", $$"""{"name":"{{name}}"}""");
            JsonElement copy = (await app.CallAsync("POST", "model-versions/create", $$"""
                {"name":"{{name}}","source":"models:/{{source}}/1","run_id":"r","tags":[{"key":"team","value":"x"}],"run_link":"http://x","model_id":"m-00000000000000000000000000000000"}
                """)).GetProperty("model_version");
            Assert.Equal(($"models:/{source}/1", "r", "http://x", 1), (copy.GetProperty("source").GetString(), copy.GetProperty("run_id").GetString(), copy.GetProperty("run_link").GetString(), copy.GetProperty("tags").GetArrayLength()));
            Assert.Equal("s3://bucket/model", (await app.CallAsync("GET", $"model-versions/get-download-uri?name={name}&version=1")).GetProperty("artifact_uri").GetString());
        }
    }

    [Fact]
    public async Task RegisterModel_WhatWasLoggedWithNaNAndManyParams_IsRegistered()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        string run = await CreateRunAsync(app, """{"key":"a","value":"b"}""");
        JsonElement model = (await app.CallAsync("POST", "logged-models", $$"""{"experiment_id":"0","name":"net","source_run_id":"{{run}}"}""")).GetProperty("model").GetProperty("info");
        (string id, string uri) = (model.GetProperty("model_id").GetString()!, model.GetProperty("artifact_uri").GetString()!);
        for (int i = 0; i < 11; i++)
        {
            await app.CallAsync("POST", $"logged-models/{id}/params", $$"""{"model_id":"{{id}}","params":[{{string.Join(',', Enumerable.Range(i * 100, 100).Select(static p => $$"""{"key":"p{{p:D4}}","value":"{{p}}"}"""))}}]}""");
        }

        await app.CallAsync("POST", "runs/log-batch", $$"""{"run_id":"{{run}}","metrics":[{"key":"loss","value":"NaN","timestamp":1,"step":0,"model_id":"{{id}}"},{"key":"auc","value":1,"timestamp":1,"step":0,"model_id":"{{id}}"}]}""");
        await app.UploadAsync($"{uri["mlflow-artifacts:/".Length..]}/MLmodel", "flavors: {}\n"u8.ToArray());
        await app.CallAsync("PATCH", $"logged-models/{id}", $$"""{"model_id":"{{id}}","status":"LOGGED_MODEL_READY"}""");
        await app.CallAsync("PATCH", $"logged-models/{id}/tags", """{"tags":[{"key":"a/b c","value":"d"}]}""");
        await app.CallAsync("DELETE", $"logged-models/{id}/tags/a/b%20c");
        await app.CallAsync("POST", "registered-models/create", """{"name":"m"}""");
        JsonElement version = (await app.CallAsync("POST", "model-versions/create", $$"""{"name":"m","source":"models:/{{id}}","model_id":"{{id}}"}""")).GetProperty("model_version");
        Assert.Equal(run, version.GetProperty("run_id").GetString());
        ModelVersion registered = await app.Registry.ResolveAsync(ModelReference.Parse("m:1"), TestContext.Current.CancellationToken);
        Assert.Equal((1, RegistryLimits.MaxEntries), (registered.Metrics.Count, registered.Parameters.Count));
    }

    [Theory]
    [InlineData("None")]
    [InlineData("archived")]
    public async Task TransitionStage_ArchivingForAStageThatIsNotServed_IsRefused(string stage)
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.CallAsync("POST", "registered-models/create", """{"name":"m"}""");
        await app.CallAsync("POST", "model-versions/create", """{"name":"m","source":"s3://bucket/model"}""");
        await app.RefusedAsync("POST", "model-versions/transition-stage", $$"""{"name":"m","version":"1","stage":"{{stage}}","archive_existing_versions":true}""", 400, "INVALID_PARAMETER_VALUE");
        await app.CallAsync("POST", "model-versions/transition-stage", $$"""{"name":"m","version":"1","stage":"{{stage}}","archive_existing_versions":false}""");
    }

    [Fact]
    public async Task DeleteAndRestoreRun_Twice_IsNoError()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        string run = await CreateRunAsync(app, """{"key":"a","value":"b"}""");
        foreach (string call in (string[])["runs/delete", "runs/delete", "runs/restore", "runs/restore"]) { await app.CallAsync("POST", call, $$"""{"run_id":"{{run}}"}"""); }
        JsonElement info = (await app.CallAsync("POST", "runs/update", $$"""{"run_uuid":"{{run}}","run_id":"{{run}}","status":"FINISHED","end_time":1795426757157}""")).GetProperty("run_info");
        Assert.Equal(("FINISHED", 1795426757157, "active"), (info.GetProperty("status").GetString(), info.GetProperty("end_time").GetInt64(), info.GetProperty("lifecycle_stage").GetString()));
        await app.CallAsync("POST", "runs/set-tag", $$"""{"run_uuid":"{{run}}","run_id":"{{run}}","key":"mlflow.runName","value":"named"}""");
        Assert.Equal("named", (await app.CallAsync("GET", $"runs/get?run_uuid={run}&run_id={run}")).GetProperty("run").GetProperty("info").GetProperty("run_name").GetString());
    }

    /// <summary>What <c>requests</c> makes of names: in a path it escapes what may not stand there and leaves the rest, brackets and pluses included;
    /// in a query it writes a space as a plus.</summary>
    [Theory]
    [InlineData("a b.txt", "a%20b.txt", "dir+with+space")]
    [InlineData("ü+ñ.txt", "%C3%BC+%C3%B1.txt", "dir+with+space")]
    [InlineData("100%.txt", "100%25.txt", "dir+with+space")]
    [InlineData("x&y=z;(1)[2]!$'@~,.txt", "x&y=z;(1)[2]!$'@~,.txt", "dir+with+space")]
    [InlineData("日本.bin", "%E6%97%A5%E6%9C%AC.bin", "dir+with+space")]
    public async Task Artifacts_NamesAsRequestsEncodesThem_AreKept(string name, string inPath, string folderInQuery)
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        string root = (await app.CallAsync("GET", $"runs/get?run_id={await CreateRunAsync(app, """{"key":"a","value":"b"}""")}"))
            .GetProperty("run").GetProperty("info").GetProperty("artifact_uri").GetString()!["mlflow-artifacts:/".Length..];
        using StreamContent chunked = new(new MemoryStream("text"u8.ToArray()));
        using HttpRequestMessage put = new(HttpMethod.Put, $"/api/2.0/mlflow-artifacts/artifacts/{root}/dir%20with%20space/{inPath}") { Content = chunked };
        put.Headers.TransferEncodingChunked = true; // as it sends a file whose length it cannot tell
        using HttpResponseMessage stored = await app.Client.SendAsync(put, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)stored.StatusCode);
        await app.UploadAsync($"{root}/dir%20with%20space/empty", []);

        JsonElement files = (await app.CallAsync("GET", $"/api/2.0/mlflow-artifacts/artifacts?path={Uri.EscapeDataString(root)}%2F{folderInQuery}")).GetProperty("files");
        Assert.Equal([name, "empty"], files.EnumerateArray().Select(static f => f.GetProperty("path").GetString()!).OrderBy(n => n != name));
        Assert.Equal("dir with space", (await app.CallAsync("GET", $"/api/2.0/mlflow-artifacts/artifacts?path={Uri.EscapeDataString(root)}")).GetProperty("files")[0].GetProperty("path").GetString());
        Assert.Equal("text"u8.ToArray(), await app.DownloadAsync($"{root}/dir%20with%20space/{inPath}"));
        Assert.Equal("{}", (await app.CallAsync("GET", $"/api/2.0/mlflow-artifacts/artifacts?path={Uri.EscapeDataString(root)}%2F{folderInQuery}%2F{Uri.EscapeDataString(name)}")).GetRawText()); // how it tells files from folders
    }

    private static async Task<string> SetExperimentAsync(MlflowApp app, string name)
    {
        (int status, JsonElement body) = await app.SendAsync("POST", "/api/2.0/mlflow/experiments/create", $$"""{"name":"{{name}}"}""");
        if (status == (int)HttpStatusCode.OK) { return body.GetProperty("experiment_id").GetString()!; }
        Assert.Equal("RESOURCE_ALREADY_EXISTS", body.GetProperty("error_code").GetString()); // what the client looks at before it asks again
        return (await app.CallAsync("GET", $"experiments/get-by-name?experiment_name={name}")).GetProperty("experiment").GetProperty("experiment_id").GetString()!;
    }

    private static async Task<string> CreateRunAsync(MlflowApp app, string tag) =>
        (await app.CallAsync("POST", "runs/create", $$"""{"experiment_id":"0","user_id":"ann","start_time":1795426757057,"tags":[{{tag}}]}""")).GetProperty("run").GetProperty("info").GetProperty("run_id").GetString()!;

    private static async Task<string[]> RunsAsync(MlflowApp app, string filter)
    {
        string body = $$"""{"experiment_ids":["0"],"run_view_type":"ACTIVE_ONLY","filter":{{JsonSerializer.Serialize(filter)}},"max_results":1000}""";
        return (await app.CallAsync("POST", "runs/search", body)).TryGetProperty("runs", out JsonElement runs)
            ? [.. runs.EnumerateArray().Select(static r => r.GetProperty("info").GetProperty("run_id").GetString()!)]
            : [];
    }

    private static async Task<string?> FirstAsync(MlflowApp app, string filter, string order) =>
        (await app.CallAsync("GET", $"model-versions/search?filter={Uri.EscapeDataString(filter)}&max_results=10000{order}")).GetProperty("model_versions")[0].GetProperty("version").GetString();
}
