using Xunit;

namespace ModelOps.Conformance;

public abstract partial class InferenceJobQueueContractTests
{
    [Fact]
    public async Task Claim_EmptyQueue_IsNull() => Assert.Null(await Queue.ClaimAsync("w", Long, Cancellation));

    [Fact]
    public async Task Claim_Jobs_ComeInOrderAndOnce()
    {
        InferenceJob first = await SubmitAsync("1");
        await PassAsync(TimeSpan.FromMilliseconds(2));
        InferenceJob second = await SubmitAsync("2");

        InferenceJobLease one = await ClaimAsync();
        InferenceJobLease two = await ClaimAsync();

        Assert.Equal([first.Id, second.Id], [one.Job.Id, two.Job.Id]);
        Assert.Equal((InferenceJobState.Running, 1), (one.Job.State, one.Job.Attempt));
        Assert.NotNull(one.Job.StartedAt);
        Assert.Null(await Queue.ClaimAsync("w", Long, Cancellation));
    }

    [Fact]
    public async Task Claim_ManyWorkersAtOnce_GivesEachJobToOne()
    {
        for (int i = 0; i < 40; i++) { await SubmitAsync($"{i}"); }

        string[][] claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(async w =>
        {
            List<string> mine = [];
            while (await Queue.ClaimAsync($"w{w}", Long, Cancellation) is { } lease)
            {
                mine.Add(lease.Job.Id);
                await Queue.SettleAsync(lease, Done(), Cancellation);
            }

            return mine.ToArray();
        }));

        Assert.Equal(40, claimed.Sum(static c => c.Length));
        Assert.Equal(40, claimed.SelectMany(static c => c).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Settle_Success_KeepsTheResult()
    {
        InferenceJob job = await SubmitAsync();

        InferenceJob? settled = await Queue.SettleAsync(await ClaimAsync(), Done("42"), Cancellation);

        Assert.Equal(InferenceJobState.Succeeded, settled!.State);
        Assert.Equal("42", await ResultAsync(job.Id));
        Assert.Equal(settled.FinishedAt + TimeSpan.FromDays(1), settled.ExpiresAt);
    }

    [Fact]
    public async Task Settle_AfterTheLeaseWentToAnother_ChangesNothing()
    {
        InferenceJob job = await SubmitAsync();
        InferenceJobLease lost = await ClaimAsync(Short);
        await PassAsync(Short * 2);
        InferenceJobLease second = await ClaimAsync(worker: "worker-2");

        Assert.Equal(InferenceJobRenewal.Lost, await Queue.RenewAsync(lost, Long, null, Cancellation));
        Assert.Null(await Queue.SettleAsync(lost, Done("first"), Cancellation));
        await Queue.SettleAsync(second, Done("second"), Cancellation);
        Assert.Null(await Queue.SettleAsync(lost, Done("first"), Cancellation));

        Assert.True(second.Token > lost.Token);
        Assert.Equal("second", await ResultAsync(job.Id));
        Assert.Equal(2, (await FindAsync(job.Id)).Attempt);
    }

    [Fact]
    public async Task Settle_Twice_IsHarmless()
    {
        InferenceJob job = await SubmitAsync();
        InferenceJobLease lease = await ClaimAsync();
        await Queue.SettleAsync(lease, Done("once"), Cancellation);

        InferenceJob? again = await Queue.SettleAsync(lease, Done("twice"), Cancellation);

        Assert.Equal(InferenceJobState.Succeeded, again!.State);
        Assert.Null(await Queue.SettleAsync(lease, InferenceJobOutcome.Cancelled, Cancellation));
        Assert.Equal("once", await ResultAsync(job.Id));
    }

    [Fact]
    public async Task Renew_InTime_KeepsTheLease()
    {
        InferenceJob job = await SubmitAsync();
        InferenceJobLease lease = await ClaimAsync(Long);

        InferenceJobRenewal renewal = await Queue.RenewAsync(lease, Long, new InferenceJobProgress(10, 40), Cancellation);

        Assert.Equal(InferenceJobRenewal.Renewed, renewal);
        Assert.Equal(new InferenceJobProgress(10, 40), (await FindAsync(job.Id)).Progress);
        Assert.Null(await Queue.ClaimAsync("worker-2", Long, Cancellation));
    }

    [Fact]
    public async Task Retry_WithDelay_WaitsAndThenComesBack()
    {
        InferenceJob job = await SubmitAsync();
        await Queue.SettleAsync(await ClaimAsync(), Retry(Short), Cancellation);

        InferenceJob waiting = await FindAsync(job.Id);
        Assert.Equal(InferenceJobState.Queued, waiting.State);
        Assert.Equal("MODEL_NOT_READY", waiting.Error!.Code);
        await PassAsync(Short * 2);
        InferenceJobLease second = await ClaimAsync();
        Assert.Equal((job.Id, 2), (second.Job.Id, second.Job.Attempt));
    }

    [Fact]
    public async Task Retry_AfterTheLastAttempt_IsDeadAndCanBeReplayed()
    {
        InferenceJob job = await SubmitAsync();
        for (int i = 0; i < 2; i++) { await Queue.SettleAsync(await ClaimAsync(), Retry(TimeSpan.Zero), Cancellation); }

        IReadOnlyList<InferenceJob> dead = await Queue.ListAsync(new InferenceJobQuery { State = InferenceJobState.Dead }, Cancellation);
        Assert.Equal(job.Id, Assert.Single(dead).Id);
        Assert.Equal(1, (await Queue.GetDepthAsync(Cancellation)).Dead);

        InferenceJob replayed = await Queue.ReplayAsync(job.Id, Cancellation);
        Assert.Equal((InferenceJobState.Queued, 0), (replayed.State, replayed.Attempt));
        Assert.Null(replayed.ExpiresAt);
        await Queue.SettleAsync(await ClaimAsync(), Done("late"), Cancellation);
        Assert.Equal("late", await ResultAsync(job.Id));
        Assert.Equal(0, (await Queue.GetDepthAsync(Cancellation)).Dead);
    }

    [Fact]
    public async Task Claim_WorkersOfAllAttemptsLost_IsDead()
    {
        InferenceJob job = await SubmitAsync();
        for (int i = 0; i < 2; i++)
        {
            await ClaimAsync(Short);
            await PassAsync(Short * 2);
        }

        Assert.Null(await Queue.ClaimAsync("w", Long, Cancellation));
        InferenceJob dead = await FindAsync(job.Id);
        Assert.Equal((InferenceJobState.Dead, InferenceJobError.Abandoned), (dead.State, dead.Error!.Code));
    }

    [Fact]
    public async Task Release_Job_ComesBackWithoutCountingTheAttempt()
    {
        InferenceJob job = await SubmitAsync();
        InferenceJobLease first = await ClaimAsync();

        await Queue.SettleAsync(first, InferenceJobOutcome.Released, Cancellation);

        InferenceJobLease second = await ClaimAsync();
        Assert.Equal((job.Id, 1), (second.Job.Id, second.Job.Attempt));
        Assert.True(second.Token > first.Token);
        Assert.Null(await Queue.SettleAsync(first, Done(), Cancellation));
    }

    [Fact]
    public async Task Failed_Job_IsNotTriedAgain()
    {
        InferenceJob job = await SubmitAsync();

        await Queue.SettleAsync(await ClaimAsync(), InferenceJobOutcome.Failed(new InferenceJobError("INVALID_REQUEST", "No.")), Cancellation);

        Assert.Equal(InferenceJobState.Failed, (await FindAsync(job.Id)).State);
        Assert.Null(await Queue.ClaimAsync("w", Long, Cancellation));
        await Assert.ThrowsAsync<JobStateException>(async () => await Queue.ReplayAsync(job.Id, Cancellation));
    }
}
