using System.Diagnostics.CodeAnalysis;

namespace ModelOps.Serving.Limits;

/// <summary>Lets so many in at once. Others wait, the most urgent first and then the one that came first. Thread-safe; going straight in allocates nothing.</summary>
internal sealed class ConcurrencyGate(int limit, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<GateWaiter>?[] _waiting = new LinkedList<GateWaiter>?[LimitsRules.LowestPriority + 1];
    private int _limit = limit;
    private int _running;
    private int _waiters;

    public int Limit => Volatile.Read(ref _limit);

    public int Running => Volatile.Read(ref _running);

    public int Waiters => Volatile.Read(ref _waiters);

    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_running >= _limit || _waiters > 0) { return false; }
            _running++;
            return true;
        }
    }

    /// <summary>Waits for a turn.</summary>
    /// <returns>False when it did not come in time, or was given to someone more urgent.</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public async ValueTask<bool> EnterAsync(int priority, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        GateWaiter waiter = new(Math.Clamp(priority, 1, LimitsRules.LowestPriority));
        lock (_lock)
        {
            if (_running < _limit && _waiters == 0)
            {
                _running++;
                return true;
            }

            if (maxWait <= TimeSpan.Zero) { return false; }
            (_waiting[waiter.Priority] ??= new LinkedList<GateWaiter>()).AddLast(waiter.Node);
            _waiters++;
        }

        try
        {
            return await waiter.Turn.WaitAsync(maxWait, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return !TryRemove(waiter) && await waiter.Turn.ConfigureAwait(false); // it may have come at the last moment
        }
        catch (OperationCanceledException)
        {
            if (!TryRemove(waiter) && await waiter.Turn.ConfigureAwait(false)) { Exit(); }
            throw;
        }
    }

    public void Exit()
    {
        lock (_lock)
        {
            _running--;
            LetIn();
        }
    }

    /// <summary>Changes how many may be in; those in stay.</summary>
    public void SetLimit(int limit)
    {
        lock (_lock)
        {
            _limit = limit;
            LetIn();
        }
    }

    /// <summary>How many would be let in before a call of this priority.</summary>
    public int AheadOf(int priority)
    {
        int ahead = 0;
        lock (_lock)
        {
            for (int level = 1; level <= Math.Clamp(priority, 1, LimitsRules.LowestPriority); level++) { ahead += _waiting[level]?.Count ?? 0; }
        }

        return ahead;
    }

    /// <summary>Sends away who is least urgent, and of those the one that came last, provided it is less urgent than a priority.</summary>
    public bool TryShed(int priority)
    {
        lock (_lock)
        {
            for (int level = LimitsRules.LowestPriority; level > priority; level--)
            {
                if (_waiting[level]?.Last?.Value is not { } last) { continue; }
                Remove(last);
                last.Decide(false);
                return true;
            }
        }

        return false;
    }

    private void LetIn()
    {
        for (; _running < _limit && TryFindNext(out GateWaiter? next); _running++)
        {
            Remove(next);
            next.Decide(true);
        }
    }

    private bool TryFindNext([NotNullWhen(true)] out GateWaiter? next)
    {
        next = null;
        for (int level = 1; _waiters > 0 && next is null && level <= LimitsRules.LowestPriority; level++) { next = _waiting[level]?.First?.Value; }
        return next is not null;
    }

    private bool TryRemove(GateWaiter waiter)
    {
        lock (_lock)
        {
            if (waiter.Node.List is null) { return false; }
            Remove(waiter);
            return true;
        }
    }

    private void Remove(GateWaiter waiter)
    {
        _waiting[waiter.Priority]!.Remove(waiter.Node);
        _waiters--;
    }
}
