using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace ModelOps.OpenInference.Tests.Fakes;

/// <summary>A server that answers inference as a test says, and everything else as a server with the binary extension does.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>Inferences that came in.</summary>
    public ConcurrentQueue<(IHeaderDictionary Headers, string Path, byte[] Body)> Seen { get; } = [];

    public RequestDelegate Infer { get; set; } = static context => AnswerAsync(context);

    public RequestDelegate Other { get; set; } = static context =>
        context.Response.WriteAsync(context.Request.Path == "/v2" ? """{"name":"s","version":"1","extensions":["binary_tensor_data"]}""" : "{}");

    public static async Task<ScriptedServer> StartAsync(RequestDelegate? infer = null, int port = 0, HttpProtocols protocols = HttpProtocols.Http1)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, o => o.Protocols = protocols));
        WebApplication app = builder.Build();
        ScriptedServer server = new(app);
        if (infer is not null) { server.Infer = infer; }
        app.Run(async context =>
        {
            bool isInfer = context.Request.Path.Value!.EndsWith("nfer", StringComparison.Ordinal);
            if (!isInfer) { await server.Other(context); return; }
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body);
            server.Seen.Enqueue((new HeaderDictionary(context.Request.Headers.ToDictionary(static h => h.Key, static h => h.Value, StringComparer.OrdinalIgnoreCase)), context.Request.Path, body.ToArray()));
            await server.Infer(context);
        });
        await app.StartAsync();
        return server;
    }

    /// <summary>The answer <c>y = [7]</c>, in binary form.</summary>
    public static Task AnswerAsync(HttpContext context) => BinaryAsync(
        context, """{"model_name":"m","model_version":"1","outputs":[{"name":"y","datatype":"FP32","shape":[1],"parameters":{"binary_data_size":4}}]}""", BitConverter.GetBytes(7f));

    public static async Task BinaryAsync(HttpContext context, string json, byte[] tensors, int? jsonLength = null)
    {
        byte[] head = Encoding.UTF8.GetBytes(json);
        context.Response.ContentType = "application/octet-stream";
        context.Response.Headers["inference-header-content-length"] = $"{jsonLength ?? head.Length}";
        context.Response.ContentLength = head.Length + tensors.Length;
        await context.Response.Body.WriteAsync((byte[])[.. head, .. tensors]);
    }

    public static RequestDelegate Fail(int status, string body = "", string? retryAfter = null) => context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null) { context.Response.Headers.RetryAfter = retryAfter; }
        return context.Response.WriteAsync(body);
    };

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new(TimeSpan.Zero);
        await _app.StopAsync(now.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        await _app.DisposeAsync();
    }
}
