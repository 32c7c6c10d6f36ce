using System.Runtime.CompilerServices;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Caching;

/// <summary>Answers a question that was answered before from memory, or from the tier that hosts share, and lets one call ask for all that ask the same at once.</summary>
/// <remarks>A hit in memory allocates nothing and needs no state machine.</remarks>
internal sealed class CachingInferenceClient(IInferenceClient inner, ResponseCache cache, ModelHost host, TimeProvider timeProvider) : DelegatingInferenceClient(inner)
{
    [SkipLocalsInit] // the room for the key is written before it is read
    public override ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        if (cache.Find(request.Model.Name) is not { } model || host.Peek(request.Model) is not { } generation || model.Find(generation) is not { } scope)
        {
            return Inner.InferAsync(request, response, cancellationToken);
        }

        long start = timeProvider.GetTimestamp();
        bool isOver = cancellationToken.IsCancellationRequested || (request.Context.Deadline is { } deadline && timeProvider.GetUtcNow() >= deadline);
        if (isOver || !scope.Balance.IsOn(start)) { return Inner.InferAsync(request, response, cancellationToken); }
        RequestKey key = RequestKey.Mine;
        if (!key.TryWrite(request, model.Parameters))
        {
            cache.Metrics.Bypassed(generation.Model);
            return Inner.InferAsync(request, response, cancellationToken);
        }

        Span<byte> room = stackalloc byte[RequestKey.LongestCompared];
        ReadOnlySpan<byte> compared = room[..key.Compared(scope.Id, room)];
        UInt128 hash = RequestKey.Hash(compared);
        if (cache.Memory.Find(hash, compared, start) is { } answer)
        {
            GiveHit(answer, scope, request, response, start);
            return ValueTask.CompletedTask;
        }

        byte[]? digest = scope.SharedIdentity is { } identity && cache.Shared.IsTried ? cache.Shared.DigestOf(identity, key.Question) : null;
        return Miss(new CacheCall(model, scope, hash, digest, start), compared, request, response, cancellationToken);
    }

    private void GiveHit(CachedAnswer answer, CacheScope scope, InferenceRequest request, InferenceResponse response, long start)
    {
        answer.CopyTo(response, request.Id);
        long spent = timeProvider.GetTimestamp() - start;
        scope.Generation.Statistics.CacheHit(timeProvider.GetElapsedTime(0, spent));
        cache.Metrics.Hit(answer.Model);
        Report(scope, scope.Balance.Hit(spent));
    }

    private ValueTask Miss(CacheCall call, ReadOnlySpan<byte> compared, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        Flight own = new(compared.ToArray());
        Flight current = cache.Flights.GetOrAdd(call.Hash, own);
        if (ReferenceEquals(current, own))
        {
            call.Flight = own;
            if (cache.Memory.Find(call.Hash, compared, call.Start) is { } landed) // between the look-up and now
            {
                Land(call, new FlightOutcome(landed, false));
                GiveHit(landed, call.Scope, request, response, call.Start);
                return ValueTask.CompletedTask;
            }
        }
        else if (compared.SequenceEqual(current.Compared))
        {
            return FollowAsync(current, call.Scope, request, response, cancellationToken);
        }

        return call.QuestionDigest is null ? Run(call, request, response, cancellationToken) : AskSharedAsync(call, request, response, cancellationToken);
    }

    private async ValueTask FollowAsync(Flight flight, CacheScope scope, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        long start = timeProvider.GetTimestamp();
        TimeSpan patience = request.Context.Deadline is { } deadline ? deadline - timeProvider.GetUtcNow() : Timeout.InfiniteTimeSpan;
        FlightOutcome outcome;
        try
        {
            outcome = await flight.JoinAsync().WaitAsync(patience == Timeout.InfiniteTimeSpan || patience > TimeSpan.Zero ? patience : TimeSpan.Zero, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new DeadlineExceededException(request.Model.ToString(), "while another call asked the same", e);
        }

        if (outcome.Answer is { } answer)
        {
            answer.CopyTo(response, request.Id);
            scope.Generation.Statistics.CacheHit(timeProvider.GetElapsedTime(start));
            cache.Metrics.Joined(answer.Model);
            return;
        }

        await (outcome.IsAbandoned ? InferAsync(request, response, cancellationToken) : Inner.InferAsync(request, response, cancellationToken)).ConfigureAwait(false);
    }

    private async ValueTask AskSharedAsync(CacheCall call, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        CachedAnswer? answer;
        try
        {
            answer = await cache.Shared.FindAsync(call.QuestionDigest!, call.Scope.Generation, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Land(call, new FlightOutcome(null, IsAbandoned: true));
            throw;
        }

        if (answer is null)
        {
            await Run(call, request, response, cancellationToken).ConfigureAwait(false);
            return;
        }

        Keep(call, answer, request);
        Land(call, new FlightOutcome(answer, false));
        answer.CopyTo(response, request.Id);
        call.Scope.Generation.Statistics.CacheHit(timeProvider.GetElapsedTime(call.Start));
        cache.Metrics.SharedHit(answer.Model);
        Report(call.Scope, call.Scope.Balance.Hit(timeProvider.GetTimestamp() - call.Start));
    }

    private ValueTask Run(CacheCall call, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        call.RunStart = timeProvider.GetTimestamp();
        ValueTask run;
        try
        {
            run = Inner.InferAsync(request, response, cancellationToken);
        }
        catch (Exception e)
        {
            Fail(call, e);
            throw;
        }

        if (!run.IsCompletedSuccessfully) { return FinishAsync(run, call, request, response); }
        Finish(call, request, response);
        return run;
    }

    private async ValueTask FinishAsync(ValueTask run, CacheCall call, InferenceRequest request, InferenceResponse response)
    {
        try
        {
            await run.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Fail(call, e);
            throw;
        }

        Finish(call, request, response);
    }

    private void Finish(CacheCall call, InferenceRequest request, InferenceResponse response)
    {
        long ran = timeProvider.GetTimestamp();
        ModelGeneration generation = call.Scope.Generation;

        // Another generation may have answered: then the answer is not for this question, which names the generation.
        bool isOurs = ReferenceEquals(host.Peek(request.Model), generation) && response.ModelVersion == generation.Version && !response.IsCached;
        bool fits = CachedAnswer.SizeOf(response) <= cache.Memory.MaxEntryBytes;
        CachedAnswer? answer = isOurs && (fits || call.Flight is { HasFollowers: true }) ? CachedAnswer.Copy(response) : null;
        if (answer is not null && fits)
        {
            Keep(call, answer, request);
            if (call.QuestionDigest is { } digest) { cache.Shared.Add(digest, answer, call.Cache.TimeToLive(call.Hash)); }
        }

        Land(call, new FlightOutcome(answer, false));
        long took = ran - call.RunStart;
        long spent = timeProvider.GetTimestamp() - call.Start - took;
        generation.Statistics.CacheMiss(timeProvider.GetElapsedTime(0, spent));
        cache.Metrics.Missed(generation.Model);
        Report(call.Scope, call.Scope.Balance.Miss(spent, took));
    }

    private void Keep(CacheCall call, CachedAnswer answer, InferenceRequest request)
    {
        if (call.Flight is not { } flight) { return; }
        long life = (long)(call.Cache.TimeToLive(call.Hash).TotalSeconds * timeProvider.TimestampFrequency);
        cache.Memory.Add(new CacheEntry(call.Hash, flight.Compared, call.Scope.Id, request.Context.Tenant, answer, timeProvider.GetTimestamp() + life));
    }

    private void Fail(CacheCall call, Exception error) => Land(call, new FlightOutcome(null, error is OperationCanceledException or DeadlineExceededException));

    private void Land(CacheCall call, FlightOutcome outcome)
    {
        if (call.Flight is not { } flight) { return; }
        cache.Flights.TryRemove(new KeyValuePair<UInt128, Flight>(call.Hash, flight));
        flight.Land(outcome);
    }

    private void Report(CacheScope scope, TimeSpan off)
    {
        if (off > TimeSpan.Zero) { cache.Logger.CacheSwitchedOff(scope.Generation.Model, scope.Generation.Version, off); }
    }
}
