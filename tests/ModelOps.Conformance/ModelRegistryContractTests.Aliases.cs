using System.Globalization;
using Xunit;

namespace ModelOps.Conformance;

public abstract partial class ModelRegistryContractTests
{
    [Fact]
    public async Task MoveAliasAsync_NewAlias_IsAtRevisionOneAndLogged()
    {
        ModelVersion version = await RegisterAsync("a", "1.2.0");

        ModelAlias alias = await Registry.MoveAliasAsync(
            new AliasMove
            {
                Model = Model,
                Alias = "champion",
                Number = 1,
                ExpectedRevision = 0,
                Reason = "better on the hold-out",
                Actor = "ci",
                Evidence = new Dictionary<string, string> { ["mae"] = "412 < 430" },
            },
            Cancellation);

        Assert.Equal((Model, "champion", 1L, version.Version, 1L), (alias.Model, alias.Alias, alias.Number, alias.Version, alias.Revision));
        Assert.Equal([alias], await Registry.ListAliasesAsync(Model, Cancellation));
        RegistryEvent entry = (await EventsAsync())[^1];
        Assert.Equal(
            (RegistryEventKind.AliasMoved, "champion", 1L, (long?)null, (long?)1L, "better on the hold-out", "ci"),
            (entry.Kind, entry.Alias, entry.Number, entry.PreviousNumber, entry.Revision, entry.Reason, entry.Actor));
        Assert.Equal("412 < 430", entry.Evidence["mae"]);
        Assert.Equal(alias.UpdatedAt, entry.At);
    }

    [Fact]
    public async Task MoveAliasAsync_ToWhereItIs_ChangesNothing()
    {
        await RegisterAsync("a");
        ModelAlias first = await MoveAsync(1);

        ModelAlias second = await MoveAsync(1, expectedRevision: 1);

        Assert.Equal(first, second);
        Assert.Equal(2, (await EventsAsync()).Count);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(2L)]
    [InlineData(long.MaxValue)]
    public async Task MoveAliasAsync_OtherRevision_IsAConflictThatSaysTheActualOne(long expected)
    {
        await RegisterAsync("a");
        await RegisterAsync("b");
        await MoveAsync(1);

        AliasConflictException error = await Assert.ThrowsAsync<AliasConflictException>(() => MoveAsync(2, expected));

        Assert.Equal((Model, "champion", expected, 1L), (error.Model, error.Alias, error.ExpectedRevision, error.ActualRevision));
        Assert.Equal(1, (await ResolveAsync("demand@champion")).Number);
        Assert.Equal(4, (await EventsAsync()).Count); // the attempt is told, see the tests of refusals
    }

    [Fact]
    public async Task MoveAliasAsync_AbsentAliasWithRevision_IsAConflictAtZero()
    {
        await RegisterAsync("a");

        AliasConflictException error = await Assert.ThrowsAsync<AliasConflictException>(() => MoveAsync(1, expectedRevision: 3));

        Assert.Equal(0, error.ActualRevision);
    }

    [Fact]
    public async Task MoveAliasAsync_UnknownVersion_IsRefused()
    {
        await RegisterAsync("a");

        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => MoveAsync(2));

        Assert.Empty(await Registry.ListAliasesAsync(Model, Cancellation));
        Assert.Single(await EventsAsync());
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("")]
    [InlineData("V22")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a.b")]
    [InlineData("a@b")]
    [InlineData("🚲")]
    public async Task MoveAliasAsync_NameThatIsNone_IsRefused(string alias)
    {
        await RegisterAsync("a");

        await Assert.ThrowsAsync<InvalidModelReferenceException>(() => MoveAsync(1, alias: alias));
    }

    [Fact]
    public async Task MoveAliasAsync_TooMuchSaid_IsRefused()
    {
        await RegisterAsync("a");

        await Assert.ThrowsAsync<ArgumentException>(() => Registry.MoveAliasAsync(
            new AliasMove { Model = Model, Alias = "champion", Number = 1, Reason = new string('x', 1_000_000) }, Cancellation));

        Assert.Empty(await Registry.ListAliasesAsync(Model, Cancellation));
    }

    [Fact]
    public async Task MoveAliasAsync_16AtOnceWithOneRevision_HasExactlyOneWinner()
    {
        const int Movers = 16;
        for (int i = 0; i <= Movers; i++) { await RegisterAsync($"{i}"); }
        ModelAlias current = await MoveAsync(Movers + 1);
        for (int round = 0; round < 5; round++)
        {
            object[] outcomes = await Task.WhenAll(Enumerable.Range(1, Movers).Select(number => Task.Run(
                async () =>
                {
                    try
                    {
                        return (object)await MoveAsync(number == current.Number ? Movers + 1 : number, current.Revision);
                    }
                    catch (AliasConflictException error)
                    {
                        return error;
                    }
                },
                Cancellation)));

            ModelAlias winner = Assert.Single(outcomes.OfType<ModelAlias>());
            Assert.Equal(Movers - 1, outcomes.OfType<AliasConflictException>().Count(e => e.ActualRevision == winner.Revision));
            current = Assert.Single(await Registry.ListAliasesAsync(Model, Cancellation));
            Assert.Equal(winner, current);
        }

        IReadOnlyList<RegistryEvent> history = await Registry.ReadAliasHistoryAsync(Model, "champion", cancellationToken: Cancellation);
        Assert.Equal(6, history.Count(static e => e.Kind == RegistryEventKind.AliasMoved));
        Assert.Equal(5 * (Movers - 1), history.Count(static e => e.Kind == RegistryEventKind.AliasMoveRefused)); // every attempt is there
    }

    [Fact]
    public async Task RemoveAliasAsync_ThenMoveAgain_GoesOnWithTheRevisions()
    {
        await RegisterAsync("a");
        ModelAlias first = await MoveAsync(1);

        Assert.True(await Registry.RemoveAliasAsync(Model, "champion", first.Revision, "retired", Cancellation));
        Assert.Empty(await Registry.ListAliasesAsync(Model, Cancellation));
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => ResolveAsync("demand@champion"));
        RegistryEvent removal = (await EventsAsync())[^1];
        ModelAlias second = await MoveAsync(1, expectedRevision: 0);

        Assert.Equal((RegistryEventKind.AliasRemoved, 1L, "retired"), (removal.Kind, removal.Number, removal.Reason));
        Assert.True(removal.Revision > first.Revision);
        Assert.True(second.Revision > removal.Revision);
    }

    [Fact]
    public async Task RemoveAliasAsync_AbsentAlias_IsFalseAndNotLogged()
    {
        await RegisterAsync("a");
        await MoveAsync(1);
        await Registry.RemoveAliasAsync(Model, "champion", cancellationToken: Cancellation);
        int events = (await EventsAsync()).Count;

        Assert.False(await Registry.RemoveAliasAsync(Model, "champion", cancellationToken: Cancellation));
        Assert.False(await Registry.RemoveAliasAsync(Model, "never", expectedRevision: 0, cancellationToken: Cancellation));
        await Assert.ThrowsAsync<AliasConflictException>(() => Registry.RemoveAliasAsync(Model, "never", 1, cancellationToken: Cancellation));

        Assert.Equal(events, (await EventsAsync()).Count);
    }

    [Fact]
    public async Task RemoveAliasAsync_OtherRevision_IsAConflictAndTheAliasStays()
    {
        await RegisterAsync("a");
        ModelAlias alias = await MoveAsync(1);

        await Assert.ThrowsAsync<AliasConflictException>(() => Registry.RemoveAliasAsync(Model, "champion", 7, cancellationToken: Cancellation));

        Assert.Equal([alias], await Registry.ListAliasesAsync(Model, Cancellation));
    }

    [Fact]
    public async Task ListAliasesAsync_SeveralAliases_AreInOrdinalOrder()
    {
        await RegisterAsync("a");
        foreach (string alias in new[] { "b", "a-1", "B", "a" }) { await MoveAsync(1, alias: alias); }

        Assert.Equal(["B", "a", "a-1", "b"], (await Registry.ListAliasesAsync(Model, Cancellation)).Select(static a => a.Alias));
    }

    [Fact]
    public async Task Aliases_OfTwoModels_DoNotMix()
    {
        await RegisterAsync("a");
        await RegisterAsync("b", model: "other");
        await MoveAsync(1);

        Assert.Empty(await Registry.ListAliasesAsync("other", Cancellation));
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => ResolveAsync("other@champion"));
    }

    [Fact]
    public async Task MoveAliasAsync_WhileResolved_NeverShowsATornState()
    {
        for (int i = 1; i <= 4; i++) { await RegisterAsync($"{i}", $"{i}.0.0"); }
        await MoveAsync(1);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task<int>[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            int reads = 0;
            while (!stop.IsCancellationRequested || reads == 0)
            {
                ModelVersion version = await ResolveAsync("demand@champion");
                Assert.Equal(version.Number.ToString(CultureInfo.InvariantCulture) + ".0.0", version.Version.ToString());
                ModelAlias alias = Assert.Single(await Registry.ListAliasesAsync(Model, Cancellation));
                Assert.Equal(alias.Number, alias.Version.Major);
                reads++;
            }

            return reads;
        }, Cancellation))];
        for (int i = 0; i < 50; i++) { await MoveAsync((i % 4) + 1); }
        await stop.CancelAsync();

        Assert.All(await Task.WhenAll(readers), static reads => Assert.True(reads > 0));
    }
}
