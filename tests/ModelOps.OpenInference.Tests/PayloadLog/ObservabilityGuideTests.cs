using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Serving;
using ModelOps.TestSupport;

namespace ModelOps.OpenInference.Tests.PayloadLog;

public sealed class ObservabilityGuideTests
{
    [Fact]
    public void Telemetry_AsShown_IsConfigured()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        // <snippet:docs/guides/observability.md#1>
        builder.Services.AddModelOps().AddServing();
        builder.Services.Configure<TelemetryOptions>(telemetry =>
        {
            telemetry.SlowCallThreshold = TimeSpan.FromMilliseconds(100); // event 2061, at most 60 a minute, with the trace
            telemetry.TritonMetricNames = true;                           // nv_inference_count and the like, for dashboards you have
        });
        // </snippet>

        using IHost host = builder.Build();
        Assert.Equal(TimeSpan.FromMilliseconds(100), host.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value.SlowCallThreshold);
    }

    [Fact]
    public async Task PayloadLog_AsShown_WritesWithoutRedactedValues()
    {
        using TemporaryFolder folder = new();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("ModelOps:PayloadLog:Models:0", "demand")]);
        // <snippet:docs/guides/observability.md#2>
        builder.Services.AddModelOps().AddServing();
        builder.Services.AddModelOps().AddPayloadLog(log =>
        {
            log.Directory = "payloads";            // files of JSON lines; Url posts each event instead, or besides
            log.SampleRate = 0.1;
            log.Redacted.Add("customer_id");       // name, type and shape stay, the values go
        });
        // </snippet>
        builder.Services.Configure<PayloadLogOptions>(o =>
        {
            o.Directory = folder.File("payloads");
            o.SampleRate = 1;
        });
        builder.Services.AddSingleton<IInferenceObserver, UsageByTenant>();
        using IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        using InferenceRequest request = new(ModelReference.ToModel("demand"));
        request.Inputs.Add("customer_id", TensorDataType.Int64, [1]).AsSpan<long>()[0] = 123456789;
        using InferenceResponse response = new() { ModelName = "demand", ModelVersion = "1" };

        foreach (IInferenceObserver observer in host.Services.GetServices<IInferenceObserver>().Where(static o => o.IsEnabled)) { observer.OnAnswered(request, response, TimeSpan.Zero); }
        await host.StopAsync(TestContext.Current.CancellationToken);

        string written = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder.File("payloads"))), TestContext.Current.CancellationToken);
        Assert.Contains("\"customer_id\"", written, StringComparison.Ordinal);
        Assert.DoesNotContain("123456789", written, StringComparison.Ordinal);
        Assert.Equal(1, host.Services.GetServices<IInferenceObserver>().OfType<UsageByTenant>().Single().Calls["none"]);
    }

    // <snippet:docs/guides/observability.md#3>
    public sealed class UsageByTenant : IInferenceObserver
    {
        private readonly ConcurrentDictionary<string, long> _calls = new();

        public IReadOnlyDictionary<string, long> Calls => _calls;

        public void OnAnswered(InferenceRequest request, InferenceResponse response, TimeSpan elapsed) =>
            _calls.AddOrUpdate(request.Context.Tenant ?? "none", 1, static (_, calls) => calls + 1);

        public void OnFailed(InferenceRequest request, Exception error, TimeSpan elapsed)
        {
        }
    }
    // </snippet>
}
