using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.Mlflow;
using Xunit;

namespace ModelOps.Registry.Tests.Mlflow;

public sealed class MlflowTransportTests : IDisposable
{
    private readonly MlflowFixture _mlflow = new();
    private int _calls;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _mlflow.Dispose();

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Read_ServerThatCannotNow_IsTriedAgain(int status)
    {
        _mlflow.Server.Before = _ => ++_calls <= 2 ? new HttpResponseMessage((HttpStatusCode)status) : null;

        Assert.Empty(await _mlflow.Registry.ListModelsAsync(Cancellation));
        Assert.Equal(3, _calls);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(501)]
    public async Task Read_Refusal_IsNotTriedAgain(int status)
    {
        _mlflow.Server.Before = _ =>
        {
            _calls++;
            return FakeMlflow.Error((HttpStatusCode)status, "SOME_CODE", "because\nof this");
        };

        MlflowServerException error = await Assert.ThrowsAsync<MlflowServerException>(() => _mlflow.Registry.ListModelsAsync(Cancellation));

        Assert.Equal((1, status, "SOME_CODE", MlflowErrorCodes.Refused), (_calls, error.Status, error.ErrorCode, error.Code));
        Assert.Contains("because of this", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(502, 1)]
    [InlineData(500, 1)]
    [InlineData(429, 3)]
    public async Task Creation_ServerThatCannotNow_IsTriedAgainOnlyWhenItSurelyHasNotRun(int status, int tries)
    {
        _mlflow.Server.Before = request => request.RequestUri!.AbsolutePath.EndsWith("registered-models/create", StringComparison.Ordinal) && ++_calls <= 2 ? new HttpResponseMessage((HttpStatusCode)status) : null;
        ModelCreation creation = new() { Name = "demand" };

        if (tries == 1) { await Assert.ThrowsAsync<MlflowServerException>(() => _mlflow.Registry.CreateModelAsync(creation, Cancellation)); }
        else { await _mlflow.Registry.CreateModelAsync(creation, Cancellation); }

        Assert.Equal(tries, _calls);
    }

    [Fact]
    public async Task Read_RetryAfter_IsWaitedFor()
    {
        FakeTimeProvider clock = new();
        MlflowClient client = _mlflow.NewClient(static o => o.MaxRetryDelay = TimeSpan.FromSeconds(20), timeProvider: clock);
        _mlflow.Server.Before = _ => ++_calls == 1 ? Busy(20) : null;

        Task<IReadOnlyList<string>> call = client.Registry.ListModelsAsync(Cancellation);
        clock.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal((1, false), (_calls, call.IsCompleted));
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Empty(await call);
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task Read_RetryAfterBeyondTheLongestWait_FailsAtOnceAndSaysWhen()
    {
        MlflowClient client = _mlflow.NewClient(static o => o.MaxRetryDelay = TimeSpan.FromSeconds(20));
        _mlflow.Server.Before = _ => Busy(21);

        Assert.Equal(TimeSpan.FromSeconds(21), (await Assert.ThrowsAsync<MlflowServerException>(() => client.Registry.ListModelsAsync(Cancellation))).RetryAfter);
    }

    [Fact]
    public async Task AnyCall_ServerDown_SaysSo()
    {
        MlflowClient client = new(new MlflowOptions { TrackingUri = new Uri("http://127.0.0.1:1"), MaxRetries = 1, RetryDelay = TimeSpan.Zero, CachePath = _mlflow.CachePath });
        using (client)
        {
            MlflowServerException error = await Assert.ThrowsAsync<MlflowServerException>(() => client.Registry.ListModelsAsync(Cancellation));
            Assert.Equal((MlflowErrorCodes.Unreachable, ModelOpsErrorKind.Unavailable, false), (error.Code, error.Kind, error.MayHaveRun));
            Assert.Contains("127.0.0.1:1", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AnyCall_ServerThatDoesNotAnswer_EndsInTime()
    {
        FakeTimeProvider clock = new();
        using Silent silent = new();
        using MlflowClient client = new(new MlflowOptions { TrackingUri = new Uri("http://localhost"), MaxRetries = 0, Timeout = TimeSpan.FromSeconds(5), CachePath = _mlflow.CachePath }, clock, null, silent);

        Task<IReadOnlyList<string>> call = client.Registry.ListModelsAsync(Cancellation);
        clock.Advance(TimeSpan.FromSeconds(6));

        MlflowServerException error = await Assert.ThrowsAsync<MlflowServerException>(() => call);
        Assert.Equal((MlflowErrorCodes.Unreachable, true), (error.Code, error.MayHaveRun));
    }

    [Fact]
    public async Task AnyCall_Cancelled_IsCancelled()
    {
        using CancellationTokenSource stop = new();
        using Silent silent = new();
        using MlflowClient client = new(new MlflowOptions { TrackingUri = new Uri("http://localhost"), CachePath = _mlflow.CachePath }, null, null, silent);

        Task<IReadOnlyList<string>> call = client.Registry.ListModelsAsync(stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [InlineData("<html>please log in</html>", "text/html")]
    [InlineData("[]", "application/json")]
    [InlineData("{\"registered_models\": [", "application/json")]
    [InlineData("", "application/json")]
    public async Task Read_WhatIsNoAnswerOfMlflow_IsSaid(string body, string type)
    {
        _mlflow.Server.Before = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, type) };

        MlflowServerException error = await Assert.ThrowsAsync<MlflowServerException>(() => _mlflow.Registry.ListModelsAsync(Cancellation));

        Assert.Equal(MlflowErrorCodes.AnswerUnusable, error.Code);
        Assert.Contains(type, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_AnswerWithoutEnd_IsCutOff()
    {
        MlflowClient client = _mlflow.NewClient(static o => o.MaxResponseBytes = 1024);
        _mlflow.Server.Before = _ => FakeMlflow.Json(HttpStatusCode.OK, "{\"a\":\"" + new string('x', 2000) + "\"}");

        Assert.Contains("1024", (await Assert.ThrowsAsync<MlflowServerException>(() => client.Registry.ListModelsAsync(Cancellation))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_SamePageAgain_Ends()
    {
        _mlflow.Server.Before = _ => FakeMlflow.Json(HttpStatusCode.OK, """{"next_page_token": "x"}""");

        Assert.Contains("same page", (await Assert.ThrowsAsync<MlflowServerException>(() => _mlflow.Registry.ListModelsAsync(Cancellation))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_IsNotFollowed()
    {
        _mlflow.Server.Before = _ => new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("http://elsewhere/") } };

        Assert.Contains("TrackingUri", (await Assert.ThrowsAsync<MlflowServerException>(() => _mlflow.Registry.ListModelsAsync(Cancellation))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Download_CutOff_IsResumedWhereTheServerCan(bool canResume)
    {
        byte[] content = [.. Enumerable.Range(0, 100_000).Select(static i => (byte)(i * 7))];
        ModelVersion version = await _mlflow.Registry.RegisterAsync(new ModelRegistration { Model = "demand", Format = "raw", Files = [ModelFile.FromBytes("w.bin", content)] }, Cancellation);
        List<long?> offsets = [];
        _mlflow.Server.Before = request =>
        {
            if (!request.RequestUri!.AbsolutePath.EndsWith("w.bin", StringComparison.Ordinal)) { return null; }
            long? from = request.Headers.Range?.Ranges.Single().From;
            offsets.Add(from);
            if (!canResume) { request.Headers.Range = null; }
            HttpResponseMessage answer = FakeMlflow.Content(request, content);
            if (offsets.Count > 3) { return answer; }
            long? length = answer.Content.Headers.ContentLength;
            answer.Content = new CutContent([.. content.Skip((int)(canResume ? from ?? 0 : 0)).Take(20_000)], length!.Value, answer.Content.Headers.ContentRange);
            return answer;
        };

        ModelPackage package = await _mlflow.Registry.FetchAsync(version, Cancellation);

        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(package.Directory, "w.bin"), Cancellation));
        Assert.Equal(canResume ? [null, 20_000, 40_000, 60_000] : [null, 20_000, 20_000, 20_000], offsets);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upload_LargeFile_GoesInPartsWhereTheServerTakesThem(bool takesParts)
    {
        _mlflow.Server.TakesParts = takesParts;
        MlflowClient client = _mlflow.NewClient(static o => (o.MultipartBytes, o.PartBytes) = (5_000, 1_024));
        byte[] content = [.. Enumerable.Range(0, 5_000).Select(static i => (byte)i)];

        await client.Registry.RegisterAsync(new ModelRegistration { Model = "demand", Format = "raw", Files = [ModelFile.FromBytes("sub/w.bin", content)] }, Cancellation);

        Assert.Equal(content, _mlflow.Server.Artifacts[$"{_mlflow.Server.FolderOf("demand", 1)}/sub/w.bin"]);
        Assert.Equal(takesParts ? 5 : 0, _mlflow.Server.Requests.Count(static r => r is { Method: "PUT" } && r.Target.Contains("mpu/part", StringComparison.Ordinal)));
        (_, string target, string body) = Assert.Single(_mlflow.Server.Requests, static r => r.Target.Contains("mpu/create", StringComparison.Ordinal));
        Assert.EndsWith("/artifacts/sub", target, StringComparison.Ordinal); // the address names the folder
        Assert.Equal("""{"path":"w.bin","num_parts":5}""", body);
    }

    [Fact]
    public async Task Upload_PartThatFails_GivesUpOnPartsAndSendsTheWhole()
    {
        _mlflow.Server.TakesParts = true;
        _mlflow.Server.Before = static request => request.RequestUri!.Query.Contains("part=3", StringComparison.Ordinal) ? new HttpResponseMessage(HttpStatusCode.Forbidden) : null;
        MlflowClient client = _mlflow.NewClient(static o => (o.MultipartBytes, o.PartBytes) = (5_000, 1_024));

        await client.Registry.RegisterAsync(new ModelRegistration { Model = "demand", Format = "raw", Files = [ModelFile.FromBytes("w.bin", new byte[5_000])] }, Cancellation);

        Assert.Contains(_mlflow.Server.Requests, static r => r.Target.Contains("mpu/abort", StringComparison.Ordinal));
        Assert.Equal(5_000, _mlflow.Server.Artifacts[$"{_mlflow.Server.FolderOf("demand", 1)}/w.bin"].Length);
    }

    [Fact]
    public async Task Upload_Refused_LeavesNoVersionAndSaysSoToTheServer()
    {
        _mlflow.Server.Before = static request => request.Method == HttpMethod.Put ? FakeMlflow.Error(HttpStatusCode.Forbidden, "PERMISSION_DENIED", "no") : null;

        await Assert.ThrowsAsync<MlflowServerException>(() => _mlflow.Registry.RegisterAsync(new ModelRegistration { Model = "demand", Format = "raw", Files = [ModelFile.FromBytes("w.bin", new byte[5])] }, Cancellation));

        Assert.Empty(await _mlflow.Registry.ListModelsAsync(Cancellation));
        Assert.Equal("LOGGED_MODEL_UPLOAD_FAILED", _mlflow.Server.StatusOf(Assert.Single(_mlflow.Server.LoggedModels)));
    }

    [Fact]
    public async Task Credentials_GoToTheServerAlone_AndIntoNoLog()
    {
        FakeLogCollector logs = new();
        using LoggerFactory factory = new([new FakeLoggerProvider(logs)]);
        List<string?> sent = [];
        _mlflow.Server.Before = request =>
        {
            sent.Add(request.Headers.Authorization?.ToString());
            return ++_calls == 1 ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) : null;
        };
        MlflowClient basic = _mlflow.NewClient(static o => (o.Username, o.Password) = ("me", "pässword"), factory);
        MlflowClient bearer = _mlflow.NewClient(static o => o.BearerToken = static _ => ValueTask.FromResult<string?>("t0ken"), factory);

        await basic.Registry.ListModelsAsync(Cancellation);
        await bearer.Registry.ListModelsAsync(Cancellation);

        Assert.Equal(["Basic bWU6cMOkc3N3b3Jk", "Basic bWU6cMOkc3N3b3Jk", "Bearer t0ken"], sent);
        Assert.Contains(logs.GetSnapshot(), static l => l.Id.Id == 3040);
        Assert.DoesNotContain(logs.GetSnapshot(), static l => l.Message.Contains("pässword", StringComparison.Ordinal) || l.Message.Contains("t0ken", StringComparison.Ordinal) || l.Message.Contains("bWU6", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GetServerInfoAsync_NewServerAndOldOne_BothAnswer()
    {
        Assert.Equal(new MlflowServerInfo(), await _mlflow.Client.GetServerInfoAsync(Cancellation));

        _mlflow.Server.Before = static request => request.RequestUri!.AbsolutePath switch
        {
            "/version" => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("3.10.1") },
            _ => FakeMlflow.Json(HttpStatusCode.OK, """{"store_type": "SqlStore", "multipart_uploads_enabled": true}"""),
        };
        Assert.Equal(new MlflowServerInfo { Version = "3.10.1", StoreType = "SqlStore", HasMultipartUploads = true }, await _mlflow.Client.GetServerInfoAsync(Cancellation));
    }

    private static HttpResponseMessage Busy(int seconds)
    {
        HttpResponseMessage answer = new(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds));
        return answer;
    }

    private sealed class Silent : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException();
        }
    }

    /// <summary>A body that ends before the length it was announced with.</summary>
    private sealed class CutContent : ByteArrayContent
    {
        public CutContent(byte[] content, long length, System.Net.Http.Headers.ContentRangeHeaderValue? range)
            : base(content)
        {
            Headers.ContentLength = length;
            Headers.ContentRange = range;
        }
    }
}
