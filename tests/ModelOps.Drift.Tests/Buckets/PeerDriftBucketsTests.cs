using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Conformance;
using ModelOps.Drift.Buckets;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Buckets;

public sealed class PeerDriftBucketsTests : IDisposable
{
    private const string Good = "10.0.0.1";
    private const string Bad = "10.0.0.2";
    private static readonly DriftBucketQuery LastHour = new(DriftBuckets.Model, null, DriftBuckets.Noon, DriftBuckets.Noon.AddHours(1));
    private readonly PeerNetwork _network = new();
    private readonly FakeTimeProvider _time = new(DriftBuckets.Noon.AddHours(1));
    private readonly FakeLogger _log = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IMeterFactory _meters;
    private readonly MemoryDriftBuckets _own = new();
    private readonly PeerDriftBucketsOptions _options = new();

    public PeerDriftBucketsTests() => _meters = _services.GetRequiredService<IMeterFactory>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _services.Dispose();
        _network.Dispose();
    }

    [Fact]
    public async Task Read_NameOfSeveralAddresses_AsksEach()
    {
        PeerDriftBuckets store = Open("http://demand-pods:8080/ml/");
        _network.Names["demand-pods"] = [IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.2"), IPAddress.Parse("fd00::3")];
        string[] hosts = [Good, Bad, "[fd00::3]"];
        foreach (string host in hosts) { (_network.Peers[host] = new MemoryDriftBuckets()).PutCopy(DriftBuckets.Create(replica: host)); }
        await store.PutAsync([DriftBuckets.Create(replica: "me")], Cancellation);

        Assert.Equal([.. hosts.Append("me").Order(StringComparer.Ordinal)], (await store.ReadAsync(LastHour, Cancellation)).Select(static b => b.Replica));

        Assert.All(_network.Requests, static request => Assert.Equal("demand-pods:8080", request.Headers.Host));
        Assert.StartsWith("http://10.0.0.1:8080/ml/v2/admin/drift/demand/buckets?from=2026-11-26T12:00:00.0000000Z&to=", _network.Requests.First(static r => r.RequestUri!.Host == Good).RequestUri!.AbsoluteUri, StringComparison.Ordinal);
        _network.Names["demand-pods"] = []; // all pods but this one ended: what they saw still counts here
        Assert.Equal(4, (await store.ReadAsync(LastHour, Cancellation)).Count);
    }

    [Theory]
    [InlineData("down", "unreachable", "cannot be reached")]
    [InlineData("redirect", "refused", "302")]
    [InlineData("unauthorised", "refused", "401")]
    [InlineData("html", "damaged", "something else")]
    [InlineData("truncated", "damaged", "checksum")]
    [InlineData("long", "too_large", "bytes at once")]
    [InlineData("endless", "too_large", "bytes at once")]
    [InlineData("backwards", "damaged", "do not go on")]
    [InlineData("standing", "damaged", "do not go on")]
    [InlineData("breaking", "unreachable", "broke")]
    public async Task Read_PeerThatFails_IsLeftOutToldAndCounted(string failure, string outcome, string told)
    {
        using MetricCollector<long> metric = new(_meters, ModelOpsDiagnostics.MeterName, "modelops.drift.peer.pulls", _time);
        PeerDriftBuckets store = Open($"http://{Good}", $"http://{Bad}");
        _network.Peers[Good] = new MemoryDriftBuckets();
        _network.Peers[Good].PutCopy(DriftBuckets.Create());
        _network.Answers[Bad] = (_, _) => Task.FromResult(Fail(failure));

        for (int i = 0; i < 3; i++) { Assert.Equal(["pod-1/0/1"], await store.TextsAsync(LastHour)); }

        FakeLogRecord line = Assert.Single(_log.Collector.GetSnapshot()); // told once, not at every window
        Assert.Equal(4081, line.Id.Id);
        Assert.Contains(told, line.Message, StringComparison.Ordinal);
        Assert.Contains(metric.GetMeasurementSnapshot(), m => Equals(m.Tags["modelops.drift.outcome"], outcome));

        _network.Answers.Clear();
        (_network.Peers[Bad] = new MemoryDriftBuckets()).PutCopy(DriftBuckets.Create(1));
        Assert.Equal(["pod-1/0/1", "pod-1/1/1"], await store.TextsAsync(LastHour));
        Assert.Equal(4082, _log.LatestRecord.Id.Id);
    }

    [Fact]
    public async Task Read_PeerThatDoesNotAnswer_IsLeftOutInTime()
    {
        PeerDriftBuckets store = Open($"http://{Bad}");
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _network.Answers[Bad] = async (_, token) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException();
        };
        await _own.PutAsync([DriftBuckets.Create()], Cancellation);
        Task<string[]> reading = store.TextsAsync(LastHour);
        await asked.Task;
        Assert.False(reading.IsCompleted);
        _time.Advance(_options.Timeout);

        Assert.Equal(["pod-1/0/1"], await reading);
        Assert.Contains("within 5 s", _log.LatestRecord.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NameWithoutAddress_IsTold()
    {
        PeerDriftBuckets store = Open("http://typo:80", $"http://{Good}");
        _network.Peers[Good] = new MemoryDriftBuckets();
        _network.Peers[Good].PutCopy(DriftBuckets.Create());

        Assert.Equal(["pod-1/0/1"], await store.TextsAsync(LastHour));
        Assert.Contains("headless service", Assert.Single(_log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Again_IsSentWhatIsNewOnly()
    {
        PeerDriftBuckets store = Open($"http://{Good}");
        MemoryDriftBuckets peer = _network.Peers[Good] = new MemoryDriftBuckets();
        for (int hour = 0; hour < 100; hour++) { peer.PutCopy(DriftBuckets.Create(-60 * hour)); }
        DriftBucketQuery week = LastHour with { From = DriftBuckets.Noon.AddDays(-7) };

        Assert.Equal(100, (await store.ReadAsync(week, Cancellation)).Count);
        int requests = _network.Requests.Count;
        int sent = _network.Sent;
        Assert.Equal(requests, sent);
        Assert.Equal(6 + 37, requests); // days, and the hours of yesterday and today
        peer.PutCopy(DriftBuckets.Create(3));
        Assert.Equal(101, (await store.ReadAsync(week, Cancellation)).Count);

        Assert.Equal((2 * requests, sent + 1), (_network.Requests.Count, _network.Sent));
    }

    [Fact]
    public async Task Read_MoreThanMayBeKept_IsWholeAndTold()
    {
        PeerDriftBuckets store = Open($"http://{Good}");
        _options.MaxKeptBytes = 1 << 20;
        store = Reopen();
        MemoryDriftBuckets peer = _network.Peers[Good] = new MemoryDriftBuckets();
        await peer.PutAsync([.. Enumerable.Range(0, 5).Select(static i => DriftBuckets.Create(i * 10) with { Profile = new byte[300_000] })], Cancellation);

        for (int i = 0; i < 3; i++) { Assert.Equal(5, (await store.ReadAsync(LastHour, Cancellation)).Count); }
        Assert.Equal([4084], _log.Collector.GetSnapshot().Select(static l => l.Id.Id));
    }

    [Fact]
    public async Task Read_NewPeerTakesTheRoomOfAnotherThatSendsNothing_IsWholeAllTheSame()
    {
        _options.MaxKeptBytes = 1 << 20;
        PeerDriftBuckets store = Open($"http://{Good}", $"http://{Bad}");
        (_network.Peers[Good] = new MemoryDriftBuckets()).PutCopy(DriftBuckets.Create(0, "good") with { Profile = new byte[600_000] });
        Assert.Single(await store.ReadAsync(LastHour, Cancellation));
        (_network.Peers[Bad] = new MemoryDriftBuckets()).PutCopy(DriftBuckets.Create(1, "new") with { Profile = new byte[600_000] });

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(["good", "new"], (await store.ReadAsync(LastHour, Cancellation)).Select(static b => b.Replica));
        }
    }

    [Fact]
    public async Task Read_PeerThatAnswersWithOthersBuckets_CountsOnlyWhatWasAsked()
    {
        PeerDriftBuckets store = Open($"http://{Bad}");
        byte[] page = DriftBucketFormat.Write(new DriftBucketPage([DriftBuckets.Create(), DriftBuckets.Create(model: "other"), DriftBuckets.Create(600), DriftBuckets.Create(version: "2")]));
        _network.Answers[Bad] = (_, _) => Task.FromResult(PeerNetwork.Answer(page));

        Assert.Single(await store.ReadAsync(LastHour with { Version = "1" }, Cancellation));
        Assert.Empty(await store.ReadAsync(DriftBuckets.All("other") with { To = DriftBuckets.Noon }, Cancellation));
    }

    [Fact]
    public async Task Read_MorePeersThanAreAsked_IsTold()
    {
        _options.MaxPeers = 2;
        PeerDriftBuckets store = Open("http://pods:80");
        _network.Names["pods"] = [.. Enumerable.Range(1, 5).Select(static i => new IPAddress([10, 0, 0, (byte)i]))];
        for (int i = 1; i <= 5; i++) { _network.Peers[$"10.0.0.{i}"] = new MemoryDriftBuckets(); }

        await store.ReadAsync(LastHour, Cancellation);

        Assert.Equal(2, _network.Requests.Count);
        Assert.Contains(_log.Collector.GetSnapshot(), static line => line.Id.Id == 4083);
    }

    [Fact]
    public async Task Read_Credentials_AreSentAndNeverLogged()
    {
        _options.Headers["X-Api-Key"] = "secret-1";
        _options.BearerToken = static _ => new ValueTask<string?>("secret-2");
        PeerDriftBuckets store = Open($"http://{Bad}");
        _network.Answers[Bad] = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Forbidden));

        await store.ReadAsync(LastHour, Cancellation);

        HttpRequestMessage request = Assert.Single(_network.Requests);
        Assert.Equal(("secret-1", "Bearer secret-2"), (request.Headers.GetValues("X-Api-Key").Single(), request.Headers.Authorization!.ToString()));
        Assert.DoesNotContain(_log.Collector.GetSnapshot(), static line => line.Message.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Options_Wrong_NameKeyAndMendAndNoSecret()
    {
        PeerDriftBucketsOptions options = new()
        {
            Peers = { new Uri("http://user:secret@pods"), new Uri("ftp://pods"), new Uri("pods", UriKind.Relative) },
            Timeout = TimeSpan.Zero,
            MaxPeers = 0,
            MaxConcurrency = 65,
            MaxAge = TimeSpan.Zero,
            MaxBytesPerPeer = 1,
            MaxKeptBytes = 1,
        };

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => new PeerDriftBuckets(_own, options));

        Assert.Equal(9, error.Failures.Count());
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddModelOps().AddPeerDriftBuckets();
        using IHost host = builder.Build();
        Assert.Contains("ModelOps:Drift:PeerBuckets:Peers has 0", (await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancellation))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddPeerDriftBuckets_WithAFolder_KeepsItsOwnThere(bool folderFirst)
    {
        using TemporaryFolder folder = new();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        IModelOpsBuilder modelOps = builder.Services.AddModelOps();
        if (folderFirst) { modelOps.AddFolderDriftBuckets(options => options.Path = folder.Path); }
        modelOps.AddPeerDriftBuckets(static options => options.Peers.Add(new Uri("http://127.0.0.1:9"))).AddPeerDriftBuckets();
        if (!folderFirst) { modelOps.AddFolderDriftBuckets(options => options.Path = folder.Path); }
        using IHost host = builder.Build();

        await Assert.IsType<PeerDriftBuckets>(host.Services.GetServices<IDriftBucketStore>().Single()).PutAsync([DriftBuckets.Create()], Cancellation);

        Assert.Single(Directory.GetFiles(folder.Path, "*.bucket", SearchOption.AllDirectories));
        Assert.Single(await host.Services.GetRequiredKeyedService<IDriftBucketStore>(ModelOpsServiceKeys.OwnDriftBuckets).ReadAsync(DriftBuckets.All(), Cancellation));
    }

    private static HttpResponseMessage Fail(string failure)
    {
        DriftBucketPage empty = new([]);
        switch (failure)
        {
            case "redirect": return new HttpResponseMessage(HttpStatusCode.Redirect) { Headers = { Location = new Uri("http://elsewhere/") } };
            case "unauthorised": return new HttpResponseMessage(HttpStatusCode.Unauthorized);
            case "html": return PeerNetwork.Answer("<html>"u8.ToArray(), "text/html");
            case "truncated": return PeerNetwork.Answer(DriftBucketFormat.Write(DriftBuckets.Create(30))[..^3]);
            case "long": return PeerNetwork.Answer(new byte[PeerHttp.MaxPageBytes + 1]);
            case "endless":
                HttpResponseMessage endless = PeerNetwork.Answer([]);
                endless.Content = new StreamContent(new EndlessStream(breaksAt: long.MaxValue)) { Headers = { ContentType = endless.Content.Headers.ContentType } };
                return endless;
            case "breaking":
                HttpResponseMessage breaking = PeerNetwork.Answer([]);
                breaking.Content = new StreamContent(new EndlessStream(breaksAt: 100_000)) { Headers = { ContentType = breaking.Content.Headers.ContentType } };
                return breaking;
            case "backwards": return PeerNetwork.Answer(DriftBucketFormat.Write(empty with { NextFrom = DriftBuckets.Noon.AddHours(-1) }));
            case "standing": return PeerNetwork.Answer(DriftBucketFormat.Write(empty with { NextFrom = DriftBuckets.Noon }));
            default: throw new HttpRequestException("refused");
        }
    }

    private PeerDriftBuckets Open(params string[] peers)
    {
        foreach (string peer in peers) { _options.Peers.Add(new Uri(peer)); }
        return Reopen();
    }

    private PeerDriftBuckets Reopen() => new(_own, _options, _time, _meters, _log, _network, _network.LookUpAsync);
}
