using System.Net;
using ModelOps.Registry.PostgreSql.S3;

namespace ModelOps.Registry.PostgreSql.Tests.S3;

public sealed class ConditionalWritesTests : IDisposable
{
    private readonly FakeS3 _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Probe_FaithfulStore_IsTrusted()
    {
        ConditionalWrites found = await ProbeAsync();

        Assert.Equal(new ConditionalWrites(true, true, null), found);
        Assert.Empty(_store.Keys);
    }

    [Fact]
    public async Task Probe_MatchOnAMissingKeySucceeds_IsNoCompareAndSwap()
    {
        _store.Fault = r => r.Headers.IfMatch.Count > 0 && r.RequestUri!.AbsolutePath.EndsWith("-missing", StringComparison.Ordinal) ? Good() : null;

        ConditionalWrites found = await ProbeAsync();

        Assert.Equal((true, false, "If-Match on a key that is free was let through"), (found.CreateOnce, found.CompareAndSwap, found.Wrong));
    }

    [Fact]
    public async Task Probe_ConditionsIgnored_TrustsNothing()
    {
        _store.Fault = static r =>
        {
            r.Headers.IfMatch.Clear();
            r.Headers.IfNoneMatch.Clear();
            return null;
        };

        ConditionalWrites found = await ProbeAsync();

        Assert.Equal((false, false), (found.CreateOnce, found.CompareAndSwap));
    }

    [Fact]
    public async Task Probe_304InsteadOf412_IsStillARefusal()
    {
        _store.Change = static (_, response) => response.StatusCode == HttpStatusCode.PreconditionFailed ? new HttpResponseMessage(HttpStatusCode.NotModified) : response;

        ConditionalWrites found = await ProbeAsync();

        Assert.Equal(new ConditionalWrites(true, true, null), found);
    }

    [Fact]
    public async Task Probe_NoConditions501_TrustsNothing()
    {
        _store.Fault = static r => r.Headers.IfMatch.Count + r.Headers.IfNoneMatch.Count > 0 ? FakeS3.Refuse(501, "NotImplemented") : null;

        ConditionalWrites found = await ProbeAsync();

        Assert.Equal((false, false), (found.CreateOnce, found.CompareAndSwap));
    }

    [Fact]
    public async Task Probe_NoRights_SaysSo()
    {
        _store.Fault = static _ => FakeS3.Refuse(403, "AccessDenied");

        S3Exception error = await Assert.ThrowsAsync<S3Exception>(ProbeAsync);

        Assert.Equal("AccessDenied", error.StoreCode);
    }

    private static HttpResponseMessage Good() => new(HttpStatusCode.OK);

    private async Task<ConditionalWrites> ProbeAsync()
    {
        S3Options options = new() { Endpoint = new Uri("https://store.example"), Bucket = "models" };
        using S3Client client = new(options, new S3Credentials("id", "secret", null), TimeProvider.System, _store);
        return await ConditionalWrites.ProbeAsync(client, "", TestContext.Current.CancellationToken);
    }
}
