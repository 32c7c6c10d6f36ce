using ModelOps.Registry.Mlflow;
using Xunit;

namespace ModelOps.Registry.Tests.Mlflow;

public sealed class MlflowAliasTests : IAsyncLifetime
{
    private readonly MlflowFixture _mlflow = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IModelRegistry Registry => _mlflow.Registry;

    public async ValueTask InitializeAsync()
    {
        for (int i = 1; i <= 3; i++)
        {
            await Registry.RegisterAsync(new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", new[] { (byte)i })] }, Cancellation);
        }
    }

    public ValueTask DisposeAsync()
    {
        _mlflow.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task MoveAliasAsync_Moves_CountTheirRevisionsForAllClients()
    {
        ModelAlias first = await MoveAsync(1, expected: 0);
        ModelAlias second = await MoveAsync(2, expected: 1);
        ModelAlias same = await MoveAsync(2, expected: 2);
        ModelAlias read = Assert.Single(await _mlflow.NewClient().Registry.ListAliasesAsync("demand", Cancellation));

        Assert.Equal((1, 2, 2), (first.Revision, second.Revision, same.Revision));
        Assert.Equal((2, 2, "1.1.0"), (read.Number, read.Revision, read.Version.ToString()));
        Assert.Equal(second.UpdatedAt.ToUnixTimeMilliseconds(), read.UpdatedAt.ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task MoveAliasAsync_OtherRevision_IsAConflictThatSaysTheActualOne(long expected)
    {
        await MoveAsync(1);

        AliasConflictException error = await Assert.ThrowsAsync<AliasConflictException>(() => MoveAsync(2, expected));

        Assert.Equal(1, error.ActualRevision);
        Assert.Equal(1, Assert.Single(await Registry.ListAliasesAsync("demand", Cancellation)).Number);
    }

    [Fact]
    public async Task MoveAliasAsync_AfterAMoveOfAnotherClientWithoutNotes_HasAGreaterRevision()
    {
        await MoveAsync(1);
        _mlflow.Server.MoveForeign("demand", "champion", 2);
        long seen = Assert.Single(await Registry.ListAliasesAsync("demand", Cancellation)).Revision;
        _mlflow.Server.MoveForeign("demand", "champion", 3);
        long seenAgain = Assert.Single(await Registry.ListAliasesAsync("demand", Cancellation)).Revision;

        Assert.Equal((2, 3), (seen, seenAgain));
        await Assert.ThrowsAsync<AliasConflictException>(() => MoveAsync(1, expected: 1));
        Assert.Equal(4, (await MoveAsync(1, expected: 3)).Revision);
    }

    [Fact]
    public async Task RemoveAliasAsync_ThenMoveAgain_GoesOnWithTheRevisions()
    {
        await MoveAsync(1);

        Assert.True(await Registry.RemoveAliasAsync("demand", "champion", expectedRevision: 1, cancellationToken: Cancellation));
        Assert.False(await Registry.RemoveAliasAsync("demand", "champion", cancellationToken: Cancellation));
        Assert.Empty(await Registry.ListAliasesAsync("demand", Cancellation));
        Assert.Equal(3, (await _mlflow.NewClient().Registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = 2, ExpectedRevision = 0 }, Cancellation)).Revision);
    }

    [Fact]
    public async Task MoveAliasAsync_UnknownVersion_IsRefused() => await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => MoveAsync(9));

    [Fact]
    public async Task MoveAliasAsync_NoteNotWritten_HasMovedAllTheSame()
    {
        _mlflow.Server.Before = static request => request.RequestUri!.AbsolutePath.EndsWith("registered-models/set-tag", StringComparison.Ordinal)
            ? FakeMlflow.Error(System.Net.HttpStatusCode.Forbidden, "PERMISSION_DENIED", "no")
            : null;

        Assert.Equal(1, (await MoveAsync(1)).Revision);
        Assert.Equal(2, (await MoveAsync(2, expected: 1)).Revision);
        Assert.Equal(2, Assert.Single(await Registry.ListAliasesAsync("demand", Cancellation)).Number);
    }

    [Fact]
    public async Task WatchAsync_ChangesOfAllClients_AreToldInOrder()
    {
        await MoveAsync(1);
        List<RegistryEvent> seen = [];
        await foreach (RegistryEvent entry in Registry.WatchAsync(0, Cancellation))
        {
            seen.Add(entry);
            if (seen.Count == 4) { _mlflow.Server.MoveForeign("demand", "champion", 3); }
            if (seen.Count == 5) { await _mlflow.NewClient().Registry.RemoveAliasAsync("demand", "champion", reason: "bad", cancellationToken: Cancellation); }
            if (seen.Count == 6) { break; }
        }

        Assert.Equal(
            [RegistryEventKind.VersionRegistered, RegistryEventKind.VersionRegistered, RegistryEventKind.VersionRegistered, RegistryEventKind.AliasMoved, RegistryEventKind.AliasMoved, RegistryEventKind.AliasRemoved],
            seen.Select(static e => e.Kind));
        Assert.Equal([1, 2, 3, 1, 3, 3], seen.Select(static e => e.Number));
        Assert.Equal([(null, 1L), (1L, 2L), (3L, 3L)], seen.Skip(3).Select(static e => (e.PreviousNumber, e.Revision!.Value)));
        Assert.Equal("bad", seen[5].Reason);
        Assert.True(seen.Zip(seen.Skip(1)).All(static p => p.First.Sequence < p.Second.Sequence));
        Assert.Equal(2, (await Registry.ReadEventsAsync(seen[3].Sequence, cancellationToken: Cancellation)).Count);
        Assert.Equal(3, (await Registry.ReadAliasHistoryAsync("demand", "champion", cancellationToken: Cancellation)).Count);
    }

    [Fact]
    public async Task WatchAsync_ServerAwayForAWhile_GoesOn()
    {
        int failures = 0;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        MlflowClient client = _mlflow.NewClient(static o => o.MaxRetries = 0);
        _mlflow.Server.Before = _ => failures++ < 3 ? throw new HttpRequestException(HttpRequestError.ConnectionError) : null;

        await foreach (RegistryEvent entry in client.Registry.WatchAsync(0, stop.Token))
        {
            Assert.Equal(RegistryEventKind.VersionRegistered, entry.Kind);
            break;
        }

        Assert.True(failures > 3);
    }

    [Fact]
    public async Task WatchAsync_AfterASequenceOfAnEarlierProcess_TellsTheStateAgain()
    {
        long last = (await Registry.ReadEventsAsync(0, cancellationToken: Cancellation))[^1].Sequence;

        await using IAsyncEnumerator<RegistryEvent> later = _mlflow.NewClient(timeProvider: new Later()).Registry.WatchAsync(last, Cancellation).GetAsyncEnumerator(Cancellation);

        Assert.True(await later.MoveNextAsync());
        Assert.Equal(1, later.Current.Number);
    }

    private Task<ModelAlias> MoveAsync(long number, long? expected = null) =>
        Registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = number, ExpectedRevision = expected, Reason = "r", Actor = "a" }, Cancellation);

    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddHours(1);
    }
}
