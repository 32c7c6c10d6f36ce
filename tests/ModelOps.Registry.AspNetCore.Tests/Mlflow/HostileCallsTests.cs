using System.Net;
using System.Text;
using Microsoft.AspNetCore.Routing;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow;

/// <summary>Whatever callers send, the fault is theirs: no answer is a 5xx, and every refusal is an error of the API.</summary>
public sealed class HostileCallsTests
{
    private static readonly string[] Names =
    [
        "name", "new_name", "version", "alias", "stage", "stages", "source", "run_id", "run_uuid", "model_id", "key", "value", "tags", "params", "metrics", "timestamp", "step", "filter",
        "order_by", "max_results", "page_token", "experiment_id", "experiment_ids", "experiment_name", "status", "datasets", "models", "metric_key", "run_ids", "path", "num_parts", "upload_id", "parts",
        "model_json", "url", "events", "field_name", "start_time", "end_time", "view_type", "archive_existing_versions", "artifact_directory_path",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1", "1e400", "99999999999999999999", "1.5", "\"\"", "\"m\"", "\"0\"", "\"..\"", "\"\\u0000\"", "\"\\ud800\"", "\"' OR 1=1 --\"", "\"name = 'x' AND\"", "\"tags.`a\"",
        "[]", "[null]", "[1]", "[[]]", "{}", "[{}]", "[{\"key\":\"a\",\"value\":{}}]", "[{\"key\":\"a\",\"value\":\"NaN\",\"timestamp\":1e30}]", "\"models:/m-00000000000000000000000000000000\"", "\"models:/m/1\"",
        "\"mlflow-artifacts:/../x\"", "\"runs:/0\"", "\"2147483648\"", "\"latest\"", "\"Production\"", "\"%2e%2e%2f\"", "\"READY\"", "[\"metrics.a DESC\"]", "[\"\"]", "\"file:///etc/passwd\"",
    ];

    [Fact]
    public async Task EveryEndpoint_BodiesOfAnyShape_IsNeverAServersFault()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.CallAsync("POST", "registered-models/create", """{"name":"m"}""");
        await app.CallAsync("POST", "model-versions/create", """{"name":"m","source":"s3://b/m"}""");
        (string Method, string Path)[] endpoints =
        [
            .. app.Endpoints.OfType<RouteEndpoint>()
                .Where(static e => e.RoutePattern.RawText is { } path && path.StartsWith("/api/2.0/", StringComparison.Ordinal))
                .SelectMany(static e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["POST"]).Where(static m => m != "HEAD").Select(m => (m, e.RoutePattern.RawText!))),
        ];
        Assert.True(endpoints.Length > 60, $"{endpoints.Length} endpoints");
        Random random = new(17);
        foreach ((string method, string path) in endpoints)
        {
            for (int i = 0; i < 12; i++)
            {
                string body = $"{{{string.Join(',', Enumerable.Range(0, random.Next(7)).Select(_ => $"\"{Names[random.Next(Names.Length)]}\":{Values[random.Next(Values.Length)]}"))}}}";
                string target = path.Replace("{**path}", "a/b", StringComparison.Ordinal).Replace("{model_id}", "m-0", StringComparison.Ordinal).Replace("{tag_key}", "a", StringComparison.Ordinal).Replace("{webhook_id}", "w", StringComparison.Ordinal);
                using HttpRequestMessage request = new(new HttpMethod(method), target);
                if (method == "GET") { request.RequestUri = new Uri($"{target}?{QueryOf(body)}", UriKind.Relative); }
                else { request.Content = new StringContent(body, Encoding.UTF8, "application/json"); }
                using HttpResponseMessage response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
                string answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                bool isWebhook = target.Contains("/webhooks", StringComparison.Ordinal); // this host sends none: 501
                Assert.True((int)response.StatusCode < 500 || (isWebhook && response.StatusCode == HttpStatusCode.NotImplemented), $"{method} {target} {body}: {(int)response.StatusCode} {answer}");
                if ((int)response.StatusCode >= 400) { Assert.Contains("\"error_code\":", answer, StringComparison.Ordinal); }
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("\"{\\\"name\\\":\"")]
    [InlineData("{\"name\":\"m\",}")]
    [InlineData("\u0000\u0001")]
    public async Task Post_BodyThatIsNoObject_Is400(string body)
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        (int status, _) = await app.SendAsync("POST", "/api/2.0/mlflow/registered-models/create", body);
        Assert.Equal(400, status);
    }

    [Fact]
    public async Task Post_DeepBody_Is400()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000);
        await app.RefusedAsync("POST", "registered-models/create", deep, 400, "BAD_REQUEST");
    }

    [Fact]
    public async Task Post_LargeBody_Is413()
    {
        await using MlflowApp app = await MlflowApp.StartAsync(static b => b.Configuration["ModelOps:Registry:MlflowApi:MaxRequestBodyBytes"] = "4194304");
        (int status, _) = await app.SendAsync("POST", "/api/2.0/mlflow/registered-models/create", $$"""{"name":"{{new string('a', 5 << 20)}}"}""");
        Assert.Equal(413, status);
    }

    private static string QueryOf(string body) => string.Join('&', System.Text.Json.JsonDocument.Parse(Clean(body)).RootElement.EnumerateObject().Select(static p => $"{p.Name}={Uri.EscapeDataString(p.Value.ToString())}"));

    private static string Clean(string body) => body.Replace("\\ud800", "x", StringComparison.Ordinal);
}
