using System.Text.Json;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow;

/// <summary>Runs as clients log them.</summary>
public sealed class RunTrapsTests
{
    [Fact]
    public async Task Metrics_NotFinite_ComeBackAsTheOriginalSaysThem()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        string run = await CreateRunAsync(app);
        foreach ((string key, string value) in new[] { ("nan", "\"NaN\""), ("inf", "\"Infinity\""), ("low", "\"-Infinity\""), ("one", "\"1\"") })
        {
            await app.CallAsync("POST", "runs/log-metric", $$"""{"run_uuid":"{{run}}","key":"{{key}}","value":{{value}},"timestamp":"1795426757157","step":-5}""");
        }

        JsonElement metrics = (await app.CallAsync("GET", $"runs/get?run_uuid={run}")).GetProperty("run").GetProperty("data").GetProperty("metrics");
        Dictionary<string, JsonElement> byKey = metrics.EnumerateArray().ToDictionary(static m => m.GetProperty("key").GetString()!, static m => m);
        Assert.Equal("NaN", byKey["nan"].GetProperty("value").GetString());
        Assert.Equal(double.MaxValue, byKey["inf"].GetProperty("value").GetDouble());
        Assert.Equal(double.MinValue, byKey["low"].GetProperty("value").GetDouble());
        Assert.Equal((1, -5, 1795426757157), (byKey["one"].GetProperty("value").GetDouble(), byKey["one"].GetProperty("step").GetInt64(), byKey["one"].GetProperty("timestamp").GetInt64()));
    }

    [Fact]
    public async Task Metrics_Latest_IsTheGreatestStepNotTheLastWritten()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        string run = await CreateRunAsync(app);
        await app.CallAsync("POST", "runs/log-batch", $$"""{"run_id":"{{run}}","metrics":[{"key":"a","value":1,"timestamp":10,"step":5,"run_id":"{{run}}"},{"key":"a","value":2,"timestamp":20,"step":1},{"key":"a","value":2,"timestamp":20,"step":1}]}""");
        Assert.Equal(1, (await app.CallAsync("GET", $"runs/get?run_id={run}")).GetProperty("run").GetProperty("data").GetProperty("metrics")[0].GetProperty("value").GetDouble());
        Assert.Equal(2, (await app.CallAsync("GET", $"metrics/get-history?run_id={run}&metric_key=a&max_results=25000")).GetProperty("metrics").GetArrayLength());
        JsonElement first = await app.CallAsync("GET", $"metrics/get-history?run_id={run}&metric_key=a&max_results=1");
        JsonElement second = await app.CallAsync("GET", $"metrics/get-history?run_id={run}&metric_key=a&max_results=1&page_token={Uri.EscapeDataString(first.GetProperty("next_page_token").GetString()!)}");
        Assert.Equal((1, 5), (first.GetProperty("metrics")[0].GetProperty("step").GetInt32(), second.GetProperty("metrics")[0].GetProperty("step").GetInt32()));
        JsonElement interval = (await app.CallAsync("GET", $"metrics/get-history-bulk-interval?run_ids={run}&metric_key=a&max_results=10")).GetProperty("metrics");
        Assert.All(interval.EnumerateArray(), m => Assert.Equal(run, m.GetProperty("run_id").GetString()));
    }

    [Fact]
    public async Task Params_SameValueAgain_IsAcceptedAnotherIsNot()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        string run = await CreateRunAsync(app);
        string Body(string value) => $$"""{"run_id":"{{run}}","key":"lr","value":"{{value}}"}""";
        await app.CallAsync("POST", "runs/log-parameter", Body("0.1"));
        await app.CallAsync("POST", "runs/log-parameter", Body("0.1"));
        await app.RefusedAsync("POST", "runs/log-parameter", Body("0.2"), 400, "INVALID_PARAMETER_VALUE");
    }

    [Fact]
    public async Task Body_EncodedTwice_IsRead()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        string inner = """{"name":"twice"}""";
        JsonElement created = await app.CallAsync("POST", "experiments/create", JsonSerializer.Serialize(inner));
        Assert.Equal("twice", (await app.CallAsync("GET", $"experiments/get?experiment_id={created.GetProperty("experiment_id").GetString()}")).GetProperty("experiment").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Experiments_Life_IsThatOfTheOriginal()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        Assert.Equal("Default", (await app.CallAsync("GET", "experiments/get?experiment_id=0")).GetProperty("experiment").GetProperty("name").GetString());
        string id = (await app.CallAsync("POST", "experiments/create", """{"name":"e","tags":[{"key":"a","value":"b"}]}""")).GetProperty("experiment_id").GetString()!;
        await app.RefusedAsync("POST", "experiments/create", """{"name":"e"}""", 400, "RESOURCE_ALREADY_EXISTS");
        await app.CallAsync("POST", "experiments/set-experiment-tag", $$"""{"experiment_id":{{id}},"key":"c","value":"d"}""");
        await app.CallAsync("POST", "experiments/update", $$"""{"experiment_id":"{{id}}","new_name":"f"}""");
        await app.CallAsync("POST", "experiments/delete", $$"""{"experiment_id":"{{id}}"}""");
        Assert.Equal("deleted", (await app.CallAsync("GET", $"experiments/get?experiment_id={id}")).GetProperty("experiment").GetProperty("lifecycle_stage").GetString());
        Assert.False((await app.CallAsync("POST", "experiments/search", """{"max_results":10,"filter":"name = 'f'"}""")).TryGetProperty("experiments", out _));
        Assert.Equal(1, (await app.CallAsync("POST", "experiments/search", """{"max_results":10,"view_type":"ALL","filter":"tags.c = 'd'"}""")).GetProperty("experiments").GetArrayLength());
        await app.CallAsync("POST", "experiments/restore", $$"""{"experiment_id":"{{id}}"}""");
        await app.CallAsync("POST", "experiments/delete-experiment-tag", $$"""{"experiment_id":"{{id}}","key":"c"}""");
        await app.RefusedAsync("POST", "experiments/delete-experiment-tag", $$"""{"experiment_id":"{{id}}","key":"c"}""", 404, "RESOURCE_DOES_NOT_EXIST");
        await app.RefusedAsync("GET", "experiments/get?experiment_id=99", null, 404, "RESOURCE_DOES_NOT_EXIST");
        Assert.Equal("Could not find experiment with name 'zzz'", await app.RefusedAsync("GET", "experiments/get-by-name?experiment_name=zzz", null, 404, "RESOURCE_DOES_NOT_EXIST"));
    }

    [Fact]
    public async Task Runs_InputsOutputsTagsAndDeletion_AreKept()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        string run = await CreateRunAsync(app);
        await app.CallAsync("POST", "runs/log-inputs", $$$"""{"run_id":"{{{run}}}","datasets":[{"tags":[{"key":"mlflow.data.context","value":"training"}],"dataset":{"name":"d","digest":"abc","source_type":"local","source":"{}"}}]}""");
        await app.CallAsync("POST", "runs/log-model", $$$"""{"run_id":"{{{run}}}","model_json":"{\"artifact_path\":\"m\",\"flavors\":{}}"}""");
        await app.CallAsync("POST", "runs/log-model", $$$"""{"run_id":"{{{run}}}","model_json":"{\"artifact_path\":\"n\",\"flavors\":{}}"}""");
        await app.RefusedAsync("POST", "runs/log-model", $$"""{"run_id":"{{run}}","model_json":"{"}""", 400, "INVALID_PARAMETER_VALUE");
        JsonElement full = (await app.CallAsync("GET", $"runs/get?run_id={run}")).GetProperty("run");
        Assert.Equal("d", full.GetProperty("inputs").GetProperty("dataset_inputs")[0].GetProperty("dataset").GetProperty("name").GetString());
        string history = full.GetProperty("data").GetProperty("tags").EnumerateArray().Single(static t => t.GetProperty("key").GetString() == "mlflow.log-model.history").GetProperty("value").GetString()!;
        Assert.Equal(2, JsonElement.Parse(history).GetArrayLength());
        Assert.Equal("training", (await app.CallAsync("POST", "experiments/search-datasets", """{"experiment_ids":["0"]}""")).GetProperty("dataset_summaries")[0].GetProperty("context").GetString());
        await app.CallAsync("POST", "runs/delete", $$"""{"run_id":"{{run}}"}""");
        await app.RefusedAsync("POST", "runs/set-tag", $$"""{"run_id":"{{run}}","key":"k","value":"v"}""", 400, "INVALID_PARAMETER_VALUE");
        await app.CallAsync("POST", "runs/restore", $$"""{"run_id":"{{run}}"}""");
        await app.CallAsync("POST", "runs/set-tag", $$"""{"run_id":"{{run}}","key":"k","value":"v"}""");
        await app.CallAsync("POST", "runs/delete-tag", $$"""{"run_id":"{{run}}","key":"k"}""");
        await app.RefusedAsync("POST", "runs/delete-tag", $$"""{"run_id":"{{run}}","key":"k"}""", 404, "RESOURCE_DOES_NOT_EXIST");
        await app.RefusedAsync("GET", "runs/get?run_id=nope", null, 404, "RESOURCE_DOES_NOT_EXIST");
    }

    [Fact]
    public async Task LoggedModels_Life_IsThatOfTheOriginal()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        string run = await CreateRunAsync(app);
        JsonElement model = (await app.CallAsync("POST", "logged-models", $$"""{"experiment_id":"0","name":"net","model_type":"classifier","source_run_id":"{{run}}","params":[{"key":"depth","value":"3"}],"tags":[{"key":"a","value":"b"}]}""")).GetProperty("model");
        string id = model.GetProperty("info").GetProperty("model_id").GetString()!;
        Assert.Matches("^m-[0-9a-f]{32}$", id);
        Assert.Equal("LOGGED_MODEL_PENDING", model.GetProperty("info").GetProperty("status").GetString());
        await app.CallAsync("POST", "runs/log-metric", $$"""{"run_id":"{{run}}","key":"auc","value":0.9,"timestamp":1,"step":0,"model_id":"{{id}}","dataset_name":"d","dataset_digest":"x"}""");
        await app.CallAsync("POST", $"logged-models/{id}/params", """{"params":[{"key":"width","value":"8"}]}""");
        await app.CallAsync("PATCH", $"logged-models/{id}/tags", """{"tags":[{"key":"c","value":"d"}]}""");
        await app.CallAsync("DELETE", $"logged-models/{id}/tags/a");
        JsonElement ready = (await app.CallAsync("PATCH", $"logged-models/{id}", $$"""{"model_id":"{{id}}","status":"LOGGED_MODEL_READY"}""")).GetProperty("model");
        Assert.Equal("LOGGED_MODEL_READY", ready.GetProperty("info").GetProperty("status").GetString());
        JsonElement found = (await app.CallAsync("POST", "logged-models/search", """{"experiment_ids":["0"],"filter":"metrics.auc > 0.5 AND params.depth = '3'","order_by":[{"field_name":"metrics.auc","ascending":false}]}""")).GetProperty("models")[0];
        Assert.Equal(id, found.GetProperty("info").GetProperty("model_id").GetString());
        Assert.Equal(["depth", "width"], found.GetProperty("data").GetProperty("params").EnumerateArray().Select(static p => p.GetProperty("key").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal((run, id), (found.GetProperty("data").GetProperty("metrics")[0].GetProperty("run_id").GetString(), found.GetProperty("data").GetProperty("metrics")[0].GetProperty("model_id").GetString()));
        await app.CallAsync("DELETE", $"logged-models/{id}");
        await app.RefusedAsync("GET", $"logged-models/{id}", null, 404, "RESOURCE_DOES_NOT_EXIST");
        await app.RefusedAsync("POST", "logged-models", """{"experiment_id":"0","name":"a/b"}""", 400, "INVALID_PARAMETER_VALUE");
    }

    [Fact]
    public async Task CreateRun_SameIdempotencyKey_IsTheSameRun()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        app.Client.DefaultRequestHeaders.Add("Idempotency-Key", "k1");
        Assert.Equal(await CreateRunAsync(app), await CreateRunAsync(app));
    }

    [Theory]
    [InlineData("""{"experiment_ids":["0"],"filter":"metrics.a >"}""")]
    [InlineData("""{"experiment_ids":["0"],"filter":"a.b.c = 1"}""")]
    [InlineData("""{"experiment_ids":["0"],"filter":"params.x = 'a' OR 1=1"}""")]
    [InlineData("""{"experiment_ids":["0"],"order_by":["metrics"]}""")]
    [InlineData("""{"experiment_ids":["0"],"max_results":-1}""")]
    [InlineData("""{"experiment_ids":["0"],"max_results":60000}""")]
    [InlineData("""{"experiment_ids":["0"],"page_token":"x"}""")]
    [InlineData("""{"experiment_ids":["0"],"run_view_type":"SOME"}""")]
    [InlineData("""{"experiment_ids":{"a":1}}""")]
    public async Task SearchRuns_Hostile_IsAnInvalidParameter(string body)
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.RefusedAsync("POST", "runs/search", body, 400, "INVALID_PARAMETER_VALUE");
    }

    private static async Task<string> CreateRunAsync(MlflowApp app) =>
        (await app.CallAsync("POST", "runs/create", """{"experiment_id":"0","user_id":"ann","start_time":1795426757057}""")).GetProperty("run").GetProperty("info").GetProperty("run_id").GetString()!;
}
