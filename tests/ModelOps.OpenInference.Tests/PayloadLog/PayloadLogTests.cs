using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ModelOps.TestSupport;

namespace ModelOps.OpenInference.Tests.PayloadLog;

public sealed class PayloadLogTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task OnAnswered_FolderSet_LinesAreCloudEventsOfRequestAndAnswer()
    {
        using TemporaryFolder folder = new();
        await using Log log = await Log.StartAsync(o => o.Directory = folder.Path);

        log.Answer("a", [1f, float.NaN], 7f);
        await log.StopAsync();

        JsonElement[] events = Lines(folder);
        Assert.Equal([PayloadEvent.RequestType, PayloadEvent.ResponseType], events.Select(static e => e.GetProperty("type").GetString()));
        Assert.All(events, static e => Assert.Equal(("1.0", "modelops", "demand", "1.2.0"), (Text(e, "specversion"), Text(e, "source"), Text(e, "inferenceservicename"), Text(e, "endpoint"))));
        Assert.Equal(Text(events[0], "callid"), Text(events[1], "callid"));
        Assert.NotEqual(Text(events[0], "id"), Text(events[1], "id"));
        Assert.Equal(log.Time.GetUtcNow(), events[0].GetProperty("time").GetDateTimeOffset());
        Assert.Equal("""{"id":"a","parameters":{"k":3},"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,null]}]}""", events[0].GetProperty("data").GetRawText());
        Assert.Equal("""{"model_name":"demand","model_version":"1.2.0","id":"a","outputs":[{"name":"y","datatype":"FP32","shape":[1],"data":[7]}]}""", events[1].GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task OnAnswered_RedactedOrTooLarge_ValuesLeftOut()
    {
        using TemporaryFolder folder = new();
        await using Log log = await Log.StartAsync(o =>
        {
            o.Directory = folder.Path;
            o.Redacted.Add("y");
            o.MaxPayloadBytes = 4;
        });

        log.Answer("a", [1f, 2f], 7f);
        await log.StopAsync();

        Assert.Equal(
            [
                """[{"name":"x","datatype":"FP32","shape":[1,2],"parameters":{"omitted":true}}]""",
                """[{"name":"y","datatype":"FP32","shape":[1],"parameters":{"omitted":true}}]""",
            ],
            Lines(folder).Select(static e => (e.GetProperty("data").TryGetProperty("inputs", out JsonElement inputs) ? inputs : e.GetProperty("data").GetProperty("outputs")).GetRawText()));
    }

    [Fact]
    public async Task OnAnswered_Sampled_AboutThatPart()
    {
        Sink sink = new();
        await using Log log = await Log.StartAsync(static o => o.SampleRate = 0.25, sink);

        for (int i = 0; i < 1000; i++) { log.Answer($"{i}", [1f, 2f], 1f); }
        await log.StopAsync();

        Assert.InRange(sink.Events.Count / 2, 200, 300);
    }

    [Fact]
    public async Task OnAnswered_SinkStands_QueueIsBoundedAndCallsGoOn()
    {
        Sink sink = new() { Gate = new TaskCompletionSource() };
        await using Log log = await Log.StartAsync(static o => o.MaxQueuedBytes = 1200, sink);

        for (int i = 0; i < 1000; i++) { log.Answer($"{i}", [1f, 2f], 1f); } // 12 bytes each
        sink.Gate.SetResult();
        await log.StopAsync();

        Assert.InRange(sink.Events.Count / 2, 90, 101);
    }

    [Fact]
    public async Task OnAnswered_SinkFails_NextBatchIsWritten()
    {
        Sink sink = new() { Fails = true };
        await using Log log = await Log.StartAsync(static _ => { }, sink);
        log.Answer("lost", [1f, 2f], 1f);
        await log.UntilAsync(() => sink.Batches > 0);

        sink.Fails = false;
        log.Answer("kept", [1f, 2f], 1f);
        await log.StopAsync();

        Assert.Equal(2, sink.Events.Count);
        Assert.All(sink.Events, static e => Assert.Contains("kept", e, StringComparison.Ordinal));
    }

    [Fact]
    public async Task OnAnswered_OtherModel_NotLogged()
    {
        Sink sink = new();
        await using Log log = await Log.StartAsync(static o => o.Models.Add("other"), sink);

        log.Answer("a", [1f, 2f], 1f);
        await log.StopAsync();

        Assert.Empty(sink.Events);
    }

    [Fact]
    public async Task OnAnswered_SmallFiles_OldestGo()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.File("notes.txt"), "not ours", Cancellation);
        await using Log log = await Log.StartAsync(o =>
        {
            o.Directory = folder.Path;
            o.MaxFileBytes = 1;
            o.MaxFiles = 3;
        });

        for (int i = 0; i < 6; i++)
        {
            log.Answer($"call-{i}", [1f, 2f], 1f);
            await log.UntilAsync(() => Directory.GetFiles(folder.Path, "payloads-*").Any(f => File.ReadAllText(f).Contains($"call-{i}", StringComparison.Ordinal)));
            log.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await log.StopAsync();
        Assert.Equal(3, Directory.GetFiles(folder.Path, "payloads-*.jsonl").Length);
        Assert.Contains(Lines(folder), static e => e.GetRawText().Contains("call-5", StringComparison.Ordinal));
        Assert.True(File.Exists(folder.File("notes.txt")));
    }

    [Fact]
    public async Task OnAnswered_UrlSet_PostsBinaryModeAndTriesAgain()
    {
        ConcurrentQueue<string> seen = [];
        int calls = 0;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication server = builder.Build();
        server.Run(async context =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                context.Response.StatusCode = 503;
                return;
            }

            using StreamReader reader = new(context.Request.Body);
            IHeaderDictionary h = context.Request.Headers;
            seen.Enqueue($"{h["ce-specversion"]} {h["ce-type"]} {h["ce-inferenceservicename"]} {h.Authorization} {context.Request.ContentType} {(await reader.ReadToEndAsync())[..10]}");
        });
        await server.StartAsync(Cancellation);
        await using Log log = await Log.StartAsync(
            o =>
            {
                o.Url = new Uri(server.Urls.Single());
                o.Headers["Authorization"] = "Bearer t";
            },
            realTime: true);

        log.Answer("a", [1f, 2f], 1f);
        await log.UntilAsync(() => seen.Count == 2);

        Assert.Equal(
            [$"1.0 {PayloadEvent.RequestType} demand Bearer t application/json {{\"id\":\"a\",", $"1.0 {PayloadEvent.ResponseType} demand Bearer t application/json {{\"model_na"],
            seen);
    }

    [Fact]
    public async Task OnAnswered_UrlSetAndWideName_HeaderIsPercentEncoded()
    {
        ConcurrentQueue<string> seen = [];
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication server = builder.Build();
        server.Run(context =>
        {
            seen.Enqueue(context.Request.Headers["ce-inferenceservicename"]!);
            return Task.CompletedTask;
        });
        await server.StartAsync(Cancellation);
        await using Log log = await Log.StartAsync(o => o.Url = new Uri(server.Urls.Single()), realTime: true);

        log.Answer("a", [1f, 2f], 1f, "a \"é\" 🚲 (v2)");
        await log.UntilAsync(() => seen.Count == 2);

        Assert.Equal("a%20%22%C3%A9%22%20%F0%9F%9A%B2%20(v2)", seen.Distinct().Single());
    }

    [Theory]
    [InlineData("SampleRate", 0.0)]
    [InlineData("SampleRate", 1.5)]
    [InlineData("MaxFiles", 0.0)]
    [InlineData("MaxQueuedBytes", 0.0)]
    public async Task Start_WrongSetting_NamesKeyAndMend(string key, double value)
    {
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => Log.StartAsync(o =>
        {
            switch (key)
            {
                case "SampleRate": o.SampleRate = value; break;
                case "MaxFiles": o.MaxFiles = (int)value; break;
                default: o.MaxQueuedBytes = (long)value; break;
            }
        }));

        Assert.Contains($"ModelOps:PayloadLog:{key} is", error.Message, StringComparison.Ordinal);
    }

    private static string? Text(JsonElement one, string name) => one.GetProperty(name).GetString();

    private static JsonElement[] Lines(TemporaryFolder folder) =>
    [
        .. Directory.GetFiles(folder.Path, "payloads-*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines)
            .Select(static line => JsonDocument.Parse(line).RootElement),
    ];

    private sealed class Sink : IPayloadSink
    {
        public ConcurrentQueue<string> Events { get; } = [];

        public TaskCompletionSource? Gate { get; init; }

        public bool Fails { get; set; }

        public int Batches { get; private set; }

        public async Task WriteAsync(IReadOnlyList<PayloadEvent> events, CancellationToken cancellationToken)
        {
            if (Gate is not null) { await Gate.Task; }
            Batches++;
            if (Fails) { throw new IOException("the sink is full"); }
            foreach (PayloadEvent one in events) { Events.Enqueue(System.Text.Encoding.UTF8.GetString(one.Data.Span)); }
        }
    }

    private sealed class Log : IAsyncDisposable
    {
        private readonly IHost _host;
        private readonly IInferenceObserver _observer;

        private Log(IHost host, FakeTimeProvider time)
        {
            _host = host;
            Time = time;
            _observer = host.Services.GetRequiredService<IInferenceObserver>();
        }

        public FakeTimeProvider Time { get; }

        public static async Task<Log> StartAsync(Action<PayloadLogOptions> configure, IPayloadSink? sink = null, bool realTime = false)
        {
            FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(50));
            HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            builder.Services.AddLogging();
            if (!realTime) { builder.Services.AddSingleton<TimeProvider>(time); }
            if (sink is not null) { builder.Services.AddSingleton(sink); }
            builder.Services.AddModelOps().AddPayloadLog(configure);
            IHost host = builder.Build();
            await host.StartAsync(Cancellation);
            return new Log(host, time);
        }

        public void Answer(string id, float[] input, float output, string model = "demand")
        {
            using InferenceRequest request = new(ModelReference.ToModel(model)) { Id = id };
            input.CopyTo(request.Inputs.Add("x", TensorDataType.Float32, [1, input.Length]).AsSpan<float>());
            request.Parameters.Set("k", 3L);
            using InferenceResponse response = new() { ModelName = model, ModelVersion = "1.2.0", Id = id };
            response.Outputs.Add("y", TensorDataType.Float32, [1]).AsSpan<float>()[0] = output;
            _observer.OnAnswered(request, response, TimeSpan.FromMilliseconds(1));
        }

        public async Task UntilAsync(Func<bool> condition)
        {
            for (int i = 0; i < 1000 && !condition(); i++) { await Task.Delay(10, Cancellation); }
            Assert.True(condition());
        }

        public Task StopAsync() => _host.StopAsync(Cancellation);

        public ValueTask DisposeAsync()
        {
            _host.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
