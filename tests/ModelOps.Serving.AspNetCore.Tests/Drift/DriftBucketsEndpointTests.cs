using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Conformance;

namespace ModelOps.Serving.AspNetCore.Tests.Drift;

public sealed class DriftBucketsEndpointTests
{
    private const string Today = "/v2/admin/drift/demand/buckets?from=2026-11-26T00:00:00Z&to=2026-11-27T00:00:00Z";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_Buckets_IsOnePageWithATag()
    {
        await using Replica replica = await Replica.StartAsync();
        await replica.Own.PutAsync([DriftBuckets.Create(), DriftBuckets.Create(1, version: "2"), DriftBuckets.Create(model: "other")], Cancellation);

        using HttpResponseMessage response = await GetAsync(replica, Today);
        DriftBucketPage page = await PageAsync(response);

        Assert.Equal("application/vnd.modelops.drift-buckets", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["pod-1/0/1", "pod-1/1/1"], page.Buckets.Select(DriftBuckets.Text));
        Assert.Null(page.NextFrom);
        string tag = response.Headers.ETag!.ToString();
        using HttpResponseMessage same = await GetAsync(replica, Today, tag);
        Assert.Equal((HttpStatusCode.NotModified, 0), (same.StatusCode, (await same.Content.ReadAsByteArrayAsync(Cancellation)).Length));
        using HttpResponseMessage version = await GetAsync(replica, $"{Today}&version=2", tag);
        Assert.Equal("2", Assert.Single((await PageAsync(version)).Buckets).Version);

        await replica.Own.PutAsync([DriftBuckets.Create(sequence: 2)], Cancellation);
        using HttpResponseMessage grown = await GetAsync(replica, Today, tag);
        Assert.Equal("pod-1/0/2", (await PageAsync(grown)).Buckets[0].Text());
    }

    [Fact]
    public async Task Get_MoreThanAPage_GoesOnWhereItEnded()
    {
        await using Replica replica = await Replica.StartAsync();
        byte[] large = new byte[5 << 20];
        await replica.Own.PutAsync(
            [.. Enumerable.Range(0, 9).Select(i => DriftBuckets.Create(i < 7 ? 0 : 1, $"pod-{i}") with { Profile = large })], Cancellation);
        List<string> replicas = [];
        int pages = 0;
        string query = Today;
        while (true)
        {
            using HttpResponseMessage response = await GetAsync(replica, query);
            DriftBucketPage page = await PageAsync(response);
            pages++;
            replicas.AddRange(page.Buckets.Select(static b => b.Replica));
            Assert.InRange(page.Buckets.Count, 1, 4);
            if (page.NextFrom is not { } from) { break; }
            query = $"/v2/admin/drift/demand/buckets?from={from.UtcDateTime:O}&to=2026-11-27T00:00:00Z&skip={page.NextSkip}";
        }

        Assert.Equal(Enumerable.Range(0, 9).Select(static i => $"pod-{i}"), replicas);
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task Get_LongStretch_IsAnsweredDayByDay()
    {
        await using Replica replica = await Replica.StartAsync();
        await replica.Own.PutAsync([DriftBuckets.Create()], Cancellation);

        using HttpResponseMessage response = await GetAsync(replica, "/v2/admin/drift/demand/buckets?from=0001-01-01T00:00:00Z&to=9999-12-31T00:00:00Z");
        DriftBucketPage page = await PageAsync(response);

        Assert.Empty(page.Buckets);
        Assert.Equal(DateTimeOffset.MinValue.AddDays(1), page.NextFrom);
    }

    [Theory]
    [InlineData("/v2/admin/drift/demand/buckets")]
    [InlineData("/v2/admin/drift/demand/buckets?from=now&to=2026-11-27T00:00:00Z")]
    [InlineData(Today + "&skip=-1")]
    [InlineData(Today + "&skip=99999999999")]
    [InlineData("/v2/admin/drift/a@b/buckets?from=2026-11-26T00:00:00Z&to=2026-11-27T00:00:00Z")]
    public async Task Get_WrongQuery_IsRefused(string path)
    {
        await using Replica replica = await Replica.StartAsync();

        using HttpResponseMessage response = await GetAsync(replica, path);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Get_NobodyInParticular_IsRefused()
    {
        await using Replica replica = await Replica.StartAsync(prefix: "/ml");
        using HttpClient client = new();

        using HttpResponseMessage anonymous = await client.GetAsync(new Uri(replica.Address, $"/ml{Today}"), Cancellation);
        using HttpResponseMessage authorised = await GetAsync(replica, $"/ml{Today}");

        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
        Assert.Equal(HttpStatusCode.OK, authorised.StatusCode);
    }

    [Fact]
    public async Task Get_StoreAway_Is503()
    {
        await using Replica replica = await Replica.StartAsync(own: new AwayStore());

        using HttpResponseMessage response = await GetAsync(replica, Today);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("DRIFT_BUCKET_STORE_UNAVAILABLE", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Map_WithoutAuthorizationOrStore_SaysWhatIsMissing()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddModelOps().AddPeerDriftBuckets(static o => o.Peers.Add(new Uri("http://pods:80")));
        await using WebApplication open = builder.Build();
        Assert.Contains("AddAuthorization", Assert.Throws<InvalidOperationException>(() => open.MapModelOpsDriftBuckets()).Message, StringComparison.Ordinal);

        builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddAuthorization();
        builder.Services.AddModelOps();
        await using WebApplication alone = builder.Build();
        Assert.Contains("AddPeerDriftBuckets", Assert.Throws<InvalidOperationException>(() => alone.MapModelOpsDriftBuckets()).Message, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> GetAsync(Replica replica, string path, string? tag = null)
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(replica.Address, path));
        request.Headers.Add("X-Operator", "1");
        if (tag is not null) { request.Headers.Add("If-None-Match", tag); }
        return await client.SendAsync(request, Cancellation);
    }

    private static async Task<DriftBucketPage> PageAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return DriftBucketFormat.Read(await response.Content.ReadAsByteArrayAsync(Cancellation), 16 << 20);
    }
}
