using Xunit;

namespace ModelOps.Conformance;

/// <summary>Lost races for an alias: refused, and kept in the history.</summary>
public abstract partial class ModelRegistryContractTests
{
    private const int MostRefusals = 100;

    [Fact]
    public async Task MoveAliasAsync_TwoRacing_OneConflictsAndTheHistoryHasBothAttempts()
    {
        for (int i = 0; i < 3; i++) { await RegisterAsync($"{i}"); }
        await MoveAsync(1);

        bool[] won = await Task.WhenAll(
            from number in (long[])[2, 3]
            select Task.Run(
                async () =>
                {
                    try
                    {
                        await Registry.MoveAliasAsync(Attempt(number, expected: 1, $"team-{number}"), Cancellation);
                        return true;
                    }
                    catch (AliasConflictException)
                    {
                        return false;
                    }
                },
                Cancellation));

        (long winner, long loser) = won[0] ? (2L, 3L) : (3L, 2L);
        Assert.Single(won, true);
        IReadOnlyList<RegistryEvent> history = await Registry.ReadAliasHistoryAsync(Model, "champion", cancellationToken: Cancellation);
        Assert.Equal([RegistryEventKind.AliasMoved, RegistryEventKind.AliasMoved, RegistryEventKind.AliasMoveRefused], history.Select(static e => e.Kind));
        Assert.Equal((winner, 1L, 2L), (history[1].Number, history[1].PreviousNumber, history[1].Revision));
        RegistryEvent refused = history[2];
        Assert.Equal(
            (loser, winner, 2L, $"team-{loser}", "better", "1", "412"),
            (refused.Number, refused.PreviousNumber, refused.Revision, refused.Actor, refused.Reason, refused.Changes["expected_revision"], refused.Evidence["mae"]));
        Assert.Equal(winner, (await ResolveAsync("demand@champion")).Number);
    }

    [Fact]
    public async Task RefusedMove_ChangesNoState()
    {
        await RegisterAsync("a");
        await RegisterAsync("b");
        ModelAlias alias = await MoveAsync(1);

        await Assert.ThrowsAsync<AliasConflictException>(() => MoveAsync(2, expectedRevision: 5));

        RegistryEvent last = (await EventsAsync())[^1];
        Assert.Equal(RegistryEventKind.AliasMoveRefused, last.Kind);
        Assert.Equal([alias], (await Registry.ReadStateAsync(Model, last.At, Cancellation)).Aliases);
        Assert.Equal([alias], await Registry.ListAliasesAsync(Model, Cancellation));
        Assert.Equal(2, (await MoveAsync(2, alias.Revision)).Revision); // no revision was spent on it
    }

    [Fact]
    public async Task MoveAliasesAsync_OneConflicts_MovesNoneAndTellsTheOneThatCameTooLate()
    {
        await RegisterAsync("a");
        await RegisterAsync("b");
        await MoveAsync(1);
        await MoveAsync(2, alias: "challenger");

        await Assert.ThrowsAsync<AliasConflictException>(() => Registry.MoveAliasesAsync(
            [Attempt(2, expected: 1, "ci"), Attempt(1, expected: 7, "ci") with { Alias = "challenger" }], Cancellation));

        Assert.Equal([1L, 2L], (await Registry.ListAliasesAsync(Model, Cancellation)).OrderBy(static a => a.Number).Select(static a => a.Number));
        RegistryEvent refused = Assert.Single(await EventsAsync(), static e => e.Kind == RegistryEventKind.AliasMoveRefused);
        Assert.Equal(("challenger", 1L, 2L, 1L), (refused.Alias, refused.Number, refused.PreviousNumber, refused.Revision));
    }

    [Fact]
    public async Task RemoveAliasAsync_Late_IsToldAsARefusalOfNumberZero()
    {
        await RegisterAsync("a");
        await MoveAsync(1);
        await Registry.RemoveAliasAsync(Model, "champion", 1, "retired", Cancellation);

        await Assert.ThrowsAsync<AliasConflictException>(() => Registry.RemoveAliasAsync(Model, "champion", 1, "also retired", Cancellation));

        RegistryEvent refused = (await EventsAsync())[^1];
        Assert.Equal(
            (RegistryEventKind.AliasMoveRefused, 0L, (long?)null, (long?)0L, "also retired"),
            (refused.Kind, refused.Number, refused.PreviousNumber, refused.Revision, refused.Reason));
    }

    [Fact]
    public async Task RefusedMove_TriedInALoop_IsToldOnce()
    {
        await RegisterAsync("a");
        await MoveAsync(1);

        for (int i = 0; i < 50; i++)
        {
            await Assert.ThrowsAsync<AliasConflictException>(() => Registry.MoveAliasAsync(Attempt(1, expected: 9, "loop") with { Reason = $"try {i}" }, Cancellation));
        }

        Assert.Single(await EventsAsync(), static e => e.Kind == RegistryEventKind.AliasMoveRefused);
    }

    [Fact]
    public async Task RefusedMoves_EachAnother_AreBounded()
    {
        await RegisterAsync("a");
        await MoveAsync(1);

        for (int i = 0; i < MostRefusals + 20; i++)
        {
            int expected = i + 2;
            await Assert.ThrowsAsync<AliasConflictException>(() => MoveAsync(1, expected));
            await Assert.ThrowsAsync<AliasConflictException>(() => MoveAsync(1, expected, alias: $"made-up-{i}")); // never was, so nothing was raced for
        }

        Assert.Equal(MostRefusals, (await EventsAsync()).Count(static e => e.Kind == RegistryEventKind.AliasMoveRefused));
    }

    private static AliasMove Attempt(long number, long expected, string actor) => new()
    {
        Model = Model,
        Alias = "champion",
        Number = number,
        ExpectedRevision = expected,
        Reason = "better",
        Actor = actor,
        Evidence = new Dictionary<string, string> { ["mae"] = "412" },
    };
}
