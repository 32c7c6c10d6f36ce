using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.PostgreSql.S3;
using ModelOps.TestSupport;

namespace ModelOps.Registry.PostgreSql.Tests.S3;

public sealed class S3FaultTests : IDisposable
{
    private readonly FakeS3 _store = new();
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(500, "InternalError")]
    [InlineData(503, "SlowDown")]
    [InlineData(429, "TooManyRequests")]
    [InlineData(400, "RequestTimeout")]
    public async Task Put_StoreThatCannotNow_IsTriedAgain(int status, string code)
    {
        int refusals = 3;
        _store.Fault = _ => refusals-- > 0 ? FakeS3.Refuse(status, code) : null;
        using S3Client client = Connect();

        await PassAsync(client.PutAsync("a", "x"u8.ToArray(), S3Condition.None, Cancellation));

        Assert.Equal("x"u8, _store["a"]);
        Assert.Equal(4, _store.Requests.Count);
    }

    [Fact]
    public async Task Put_RetryAfter_IsHonoured()
    {
        int refusals = 1;
        _store.Fault = _ =>
        {
            if (refusals-- <= 0) { return null; }
            HttpResponseMessage refusal = FakeS3.Refuse(503, "SlowDown");
            refusal.Headers.RetryAfter = new(TimeSpan.FromSeconds(7));
            return refusal;
        };
        using S3Client client = Connect();
        DateTimeOffset before = _time.GetUtcNow();

        await PassAsync(client.PutAsync("a", "x"u8.ToArray(), S3Condition.None, Cancellation));

        Assert.InRange(_time.GetUtcNow() - before, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(8));
    }

    [Theory]
    [InlineData(403, "AccessDenied", ModelOpsErrorKind.FailedPrecondition)]
    [InlineData(400, "InvalidRequest", ModelOpsErrorKind.FailedPrecondition)]
    [InlineData(301, "PermanentRedirect", ModelOpsErrorKind.FailedPrecondition)]
    [InlineData(412, "PreconditionFailed", ModelOpsErrorKind.Conflict)]
    public async Task Put_RefusedForGood_IsAskedOnceAndTellsNoSecret(int status, string code, ModelOpsErrorKind kind)
    {
        _store.Fault = _ => FakeS3.Refuse(status, code);
        using S3Client client = Connect();

        S3Exception error = await Assert.ThrowsAsync<S3Exception>(() => client.PutAsync("a", "x"u8.ToArray(), S3Condition.None, Cancellation));

        Assert.Single(_store.Requests);
        Assert.Equal((kind, status, code), (error.Kind, error.Status, error.StoreCode));
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Put_StoreThatIsAway_SaysWhatToCheck()
    {
        _store.Fault = _ => throw new HttpRequestException("refused");
        using S3Client client = Connect();

        S3Exception error = await Assert.ThrowsAsync<S3Exception>(() => PassAsync(client.PutAsync("a", "x"u8.ToArray(), S3Condition.None, Cancellation)));

        Assert.Equal((ModelOpsErrorKind.Unavailable, 5), (error.Kind, _store.Requests.Count));
        Assert.Contains("ModelOps:Registry:PostgreSql:S3:Endpoint", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_Cancelled_IsCancelled()
    {
        using CancellationTokenSource stopping = new();
        _store.Fault = _ =>
        {
            stopping.Cancel();
            throw new OperationCanceledException(stopping.Token);
        };
        using S3Client client = Connect();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.PutAsync("a", "x"u8.ToArray(), S3Condition.None, stopping.Token));
        Assert.Single(_store.Requests);
    }

    [Fact]
    public async Task Download_BrokenOffOverAndOver_GoesOnWhereItBroke()
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(1000);
        using S3Client client = Connect();
        await client.PutAsync("a", bytes, S3Condition.None, Cancellation);
        _store.Change = static (request, response) =>
        {
            if (request.Method != HttpMethod.Get) { return response; }
            System.Net.Http.Headers.ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
            response.Content = new StreamContent(new BreakingStream(response.Content.ReadAsByteArrayAsync(Cancellation).Result, after: 90));
            response.Content.Headers.ContentRange = range;
            return response;
        };
        using MemoryStream back = new();

        await PassAsync(client.DownloadAsync("a", back, Cancellation));

        Assert.Equal(bytes, back.ToArray());
        Assert.Contains("GET /models/a", _store.Requests);
    }

    [Fact]
    public async Task PutParts_PartThatIsRefused_IsAborted()
    {
        _store.Fault = static r => r.RequestUri!.Query.Contains("partNumber=2", StringComparison.Ordinal) ? FakeS3.Refuse(403, "AccessDenied") : null;
        using S3Client client = Connect();

        await Assert.ThrowsAsync<S3Exception>(() => PutBigAsync(client));

        Assert.Equal((0, 0), (_store.OpenUploads, _store.Keys.Count));
    }

    [Fact]
    public async Task PutParts_RefusalAfter200_IsARefusal()
    {
        _store.Change = static (request, response) => request.RequestUri!.Query.StartsWith("?uploadId", StringComparison.Ordinal) && request.Method == HttpMethod.Post
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = FakeS3.Refuse(200, "AccessDenied").Content }
            : response;
        _store.Fault = static request => request.Method == HttpMethod.Head ? new HttpResponseMessage(HttpStatusCode.NotFound) : null;
        using S3Client client = Connect();

        S3Exception error = await Assert.ThrowsAsync<S3Exception>(() => PassAsync(PutBigAsync(client)));

        Assert.Equal("AccessDenied", error.StoreCode);
    }

    [Fact]
    public async Task PutParts_LostAnswerOfTheLastStep_IsFoundToHaveHappened()
    {
        _store.Change = static (request, response) => request.Method == HttpMethod.Post && request.RequestUri!.Query.StartsWith("?uploadId", StringComparison.Ordinal)
            ? throw new HttpRequestException("reset")
            : response;
        using S3Client client = Connect();

        await PassAsync(PutBigAsync(client));

        Assert.Equal(11 << 20, _store["big"].Length);
    }

    [Fact]
    public async Task Put_MissingCondition_LetsOneOf16Through()
    {
        using S3Client client = Connect();

        bool[] won = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            try
            {
                await client.PutAsync("once", new[] { (byte)i }, S3Condition.Missing, Cancellation);
                return true;
            }
            catch (S3Exception error) when (error.IsConflict)
            {
                return false;
            }
        })));

        Assert.Single(won, true);
    }

    private async Task PutBigAsync(S3Client client)
    {
        string path = _folder.Write("big", new byte[11 << 20]);
        await client.PutFileAsync("big", path, Convert.ToHexStringLower(SHA256.HashData(new byte[11 << 20])), S3Condition.None, Cancellation);
    }

    /// <summary>Lets time pass while a call waits.</summary>
    private async Task PassAsync(Task call)
    {
        while (!call.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        await call;
    }

    private S3Client Connect() => new(
        new S3Options { Endpoint = new Uri("https://store.example"), Bucket = "models", PartBytes = 5 << 20, Timeout = TimeSpan.FromDays(1) }, new S3Credentials("id", "secret", null), _time, _store);
}
