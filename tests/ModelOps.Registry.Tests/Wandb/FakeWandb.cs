using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ModelOps.Registry.Tests.Wandb;

/// <summary>A Weights &amp; Biases server in memory, made from what its own open client sends and expects. It checks what it is sent and notes what is wrong.</summary>
internal sealed partial class FakeWandb : IAsyncDisposable
{
    public const string Key = "local-0123456789abcdef0123456789abcdef01234567";
    private readonly WebApplication _app;
    private readonly Lock _gate = new();

    private FakeWandb(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>What a client of theirs would not have sent.</summary>
    public ConcurrentQueue<string> Faults { get; } = [];

    /// <summary>Calls in their order: GraphQL operations, <c>stream</c>, <c>put</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>Asked before each call; answers by itself when it returns true.</summary>
    public Func<string, HttpContext, Task<bool>>? Intercept { get; set; }

    /// <summary>Name of a call whose next answer is lost after it was done.</summary>
    public string? Loses { get; set; }

    public string DefaultEntity { get; set; } = "planning";

    public static async Task<FakeWandb> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(static k => k.Limits.MaxRequestBodySize = null);
        WebApplication app = builder.Build();
        FakeWandb server = new(app);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    public int Count(string call) => Calls.Count(c => c == call);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        string path = context.Request.Path;
        bool isUpload = path.StartsWith("/storage/", StringComparison.Ordinal);
        using JsonDocument? json = isUpload ? null : JsonDocument.Parse(body.ToArray());
        string call = isUpload ? "put" : path == "/graphql" ? GraphCheck.Operation(json!.RootElement.GetProperty("query").GetString()!) : "stream";
        Calls.Enqueue(call);
        if (Intercept is not null && await Intercept(call, context)) { return; }
        string expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("api:" + Key));
        string? authorization = context.Request.Headers.Authorization;
        if (isUpload && authorization is not null) { Faults.Enqueue("an upload carries credentials"); }
        if (!isUpload && authorization != expected)
        {
            context.Response.StatusCode = 401;
            await context.Response.WriteAsync("no such key: " + authorization, CancellationToken.None);
            return;
        }

        (int status, JsonNode? answer) = Answer(context, call, json, body.ToArray());
        if (Loses == call)
        {
            Loses = null;
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        if (answer is not null)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer.ToJsonString(), CancellationToken.None);
        }
    }

    private (int Status, JsonNode? Answer) Answer(HttpContext context, string call, JsonDocument? json, byte[] body)
    {
        lock (_gate)
        {
            try
            {
                return call switch
                {
                    "put" => (Put(context, body), null),
                    "stream" => Stream(context.Request.Path, json!.RootElement),
                    _ => Graph(call, json!.RootElement),
                };
            }
            catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or JsonException or FormatException or NullReferenceException or IndexOutOfRangeException)
            {
                return Fault($"{call}: {error.Message}");
            }
        }
    }

    private (int Status, JsonNode? Answer) Graph(string call, JsonElement request)
    {
        JsonElement variables = request.GetProperty("variables");
        if (GraphCheck.Check(request.GetProperty("query").GetString()!, variables) is { } wrong) { return Fault($"{call}: {wrong}"); }
        JsonNode? data = call switch
        {
            "RunResumeStatus" => Resume(variables),
            "UpsertBucket" => Upsert(variables),
            "CreateArtifact" => CreateArtifact(variables),
            "CreateArtifactManifest" => CreateManifest(variables),
            "CreateArtifactFiles" => CreateFiles(variables),
            "CompleteMultipartUploadArtifact" => Complete(variables),
            "CommitArtifact" => Commit(variables),
            "AddAliases" => AddAliases(variables),
            _ => null,
        };
        return data is null ? Fault($"{call}: unknown, or refused") : (200, new JsonObject { ["data"] = data });
    }

    private (int Status, JsonNode? Answer) Fault(string what)
    {
        Faults.Enqueue(what);
        return (200, new JsonObject { ["data"] = null, ["errors"] = new JsonArray(new JsonObject { ["message"] = what }) });
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
