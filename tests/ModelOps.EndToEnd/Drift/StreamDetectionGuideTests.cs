using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Streams;
using ModelOps.Drift.Streams.Monitoring;
using ModelOps.EndToEnd.Repository;
using ModelOps.Serving;

namespace ModelOps.EndToEnd.Drift;

public sealed class StreamDetectionGuideTests
{
    [Fact]
    public void Guide_Host_HasValidSettings()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);

        // <snippet:docs/guides/stream-detectors.md#1>
        builder.Services.AddModelOps()
            .AddServing(serving => serving.Models.Add(new HostedModelOptions { Name = "demand" }))
            .AddStreamDetection(streams => streams
                .Watch("demand", "slow calls", new WatchedStreamOptions { Source = StreamSource.Latency, Above = 0.2 })
                .Watch("demand", "failures", new WatchedStreamOptions { Source = StreamSource.Failures })
                .Watch("demand", "income", new WatchedStreamOptions { Source = StreamSource.Input, Tensor = "x", Column = 0, BlockSize = 50, UpdatesPerFalseAlarm = 10_000 })
                .Watch("demand", "error", new WatchedStreamOptions { Source = StreamSource.AbsoluteError, BlockLength = TimeSpan.FromMinutes(1), Detector = "kswin" }));
        // </snippet>

        using IHost host = builder.Build();
        Assert.Equal(4, host.Services.GetRequiredService<IOptions<StreamDetectionOptions>>().Value.Models["demand"].Streams.Count);
    }

    [Fact]
    public void Guide_Configuration_HasValidSettings()
    {
        string json = Regex.Match(RepositoryFiles.Read("docs/guides/stream-detectors.md"), "```json\n(?<code>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture).Groups["code"].Value;
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)));
        builder.Services.AddModelOps().AddStreamDetection(streams =>
        {
            // <snippet:docs/guides/stream-detectors.md#3>
            streams.Watch("demand", "income", new WatchedStreamOptions { Source = StreamSource.Input, Tensor = "x" }.UseDetector(() => new Kswin(alpha: 0.0001, window: 300)));
            // </snippet>
        });

        using IHost host = builder.Build();
        StreamDetectionOptions options = host.Services.GetRequiredService<IOptions<StreamDetectionOptions>>().Value;
        Assert.Equal("state/streams", options.StateDirectory);
        Assert.Equal("0.0001", options.Models["demand"].Streams["slow calls"].Settings["delta"]);
    }

    [Fact]
    public async Task Guide_Observer_TellsOfAChange()
    {
        using var log = new StringWriter();
        DateTimeOffset since = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
        await new StreamPager(log).OnChangedAsync(
            new StreamChange
            {
                Model = "demand",
                Version = "1.0.0",
                Stream = "income",
                Source = StreamSource.Input,
                Detector = "cusum",
                State = StreamState.Drift,
                At = since.AddMinutes(5),
                Since = since,
                Values = 5000,
                ValuesAfter = 40,
                MeanBefore = 1,
                MeanAfter = 2,
            },
            TestContext.Current.CancellationToken);
        Assert.Equal("demand 1.0.0: income went from 1.00 to 2.00 at 2026-03-02 12:00:00Z", log.ToString().Trim());
    }

    // <snippet:docs/guides/stream-detectors.md#2>
    internal sealed class StreamPager(TextWriter log) : IStreamChangeObserver
    {
        public async ValueTask OnChangedAsync(StreamChange change, CancellationToken cancellationToken = default)
        {
            if (change.State == StreamState.Drift)
            {
                await log.WriteLineAsync($"{change.Model} {change.Version}: {change.Stream} went from {change.MeanBefore:F2} to {change.MeanAfter:F2} at {change.Since:u}");
            }
        }
    }
    // </snippet>
}
