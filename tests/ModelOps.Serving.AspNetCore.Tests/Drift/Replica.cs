using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Conformance;
using ModelOps.Drift.Buckets;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Drift;

/// <summary>A replica on a free port that serves its own buckets, to callers with <c>X-Operator</c>.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Replica(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public IDriftBucketStore Store => _app.Services.GetRequiredService<IDriftBucketStore>();

    public IDriftBucketStore Own => _app.Services.GetRequiredKeyedService<IDriftBucketStore>(ModelOpsServiceKeys.OwnDriftBuckets);

    public RecordedLogs Logs => _app.Services.GetRequiredService<RecordedLogs>();

    public static async Task<Replica> StartAsync(
        Uri? peer = null, string prefix = "", IDriftBucketStore? own = null, X509Certificate2? certificate = null, Action<PeerDriftBucketsOptions>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        RecordedLogs logs = new();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(logs);
        builder.Services.AddSingleton(logs).AddSingleton<TimeProvider>(new FakeTimeProvider(DriftBuckets.Noon.AddMinutes(5)));
        builder.Services.AddAuthorization().AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, OperatorHandler>("test", null);
        if (own is not null) { builder.Services.AddKeyedSingleton(ModelOpsServiceKeys.OwnDriftBuckets, own); }
        builder.Services.AddModelOps().AddPeerDriftBuckets(options =>
        {
            options.Peers.Add(peer ?? new Uri("http://127.0.0.1:9"));
            options.Headers["X-Operator"] = "1";
            configure?.Invoke(options);
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => { if (certificate is not null) { listen.UseHttps(certificate); } }));
        WebApplication app = builder.Build();
        app.MapModelOpsDriftBuckets(prefix);
        await app.StartAsync();
        return new Replica(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
