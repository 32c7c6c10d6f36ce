using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

/// <summary>The shadow of one model: takes copies within its budget and answers them in the background.</summary>
internal sealed class ShadowLane : IDisposable
{
    private const ulong GoldenRatio = 0x9e3779b97f4a7c15;
    private readonly Channel<ShadowCopy> _waiting;
    private readonly ConcurrentQueue<ShadowCopy> _spare = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stopped;
    private readonly ShadowServices _services;
    private readonly IInferenceClient _client;
    private readonly ModelReference _target;
    private readonly ShadowTally _tally = new();
    private readonly ulong _threshold;
    private ulong _counter;
    private long _bytes;
    private int _lastFailureLogged;

    public ShadowLane(string model, ShadowPolicy policy, IInferenceClient client, ShadowServices services)
    {
        _stopped = _stopping.Token;
        Model = model;
        Policy = policy;
        _client = client;
        _services = services;
        _target = policy.Alias is { } alias ? ModelReference.ToAlias(model, alias) : ModelReference.ToModel(model);
        _threshold = policy.Share >= 1 ? ulong.MaxValue : (ulong)(policy.Share * ulong.MaxValue);
        _waiting = Channel.CreateBounded<ShadowCopy>(policy.MaxQueued); // a write that finds no room is refused
        for (int i = 0; i < policy.MaxInFlight; i++) { _ = Task.Run(WorkAsync); }
    }

    public string Model { get; }

    public ShadowPolicy Policy { get; }

    public ShadowReport Report => _tally.Read(Model, Policy);

    /// <summary>Copies an answered call if its turn has come and the budget allows. Keeps nothing of the caller's.</summary>
    /// <param name="name">Alias or version that answered; the shadow does not answer its own calls.</param>
    /// <param name="request">The call.</param>
    /// <param name="response">Its answer.</param>
    /// <param name="elapsed">Time to the answer.</param>
    public void Offer(string name, InferenceRequest request, InferenceResponse response, TimeSpan elapsed)
    {
        if (StableHash.Mix(Interlocked.Add(ref _counter, GoldenRatio)) > _threshold || (Policy.Client is null && name == Policy.Alias) || response.IsCached) { return; }
        long bytes = ShadowCopy.SizeOf(request, response);
        if (Interlocked.Add(ref _bytes, bytes) > Policy.MaxBytes)
        {
            Drop(bytes);
            return;
        }

        if (!_spare.TryDequeue(out ShadowCopy? copy)) { copy = new ShadowCopy(_target); }
        copy.Take(request, response, elapsed, bytes);
        if (!_waiting.Writer.TryWrite(copy))
        {
            Keep(copy);
            Drop(bytes);
        }
    }

    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(_stopped).ConfigureAwait(false))
            {
                while (_waiting.Reader.TryRead(out ShadowCopy? copy))
                {
                    await AnswerAsync(copy).ConfigureAwait(false);
                    Interlocked.Add(ref _bytes, -copy.Bytes);
                    Keep(copy);
                }
            }
        }
        catch (Exception) when (_stopped.IsCancellationRequested)
        {
            // The policy was changed or the host stops: what waits is of no use.
        }

        while (_waiting.Reader.TryRead(out ShadowCopy? copy)) { copy.Dispose(); }
        while (_spare.TryDequeue(out ShadowCopy? copy)) { copy.Dispose(); }
    }

    private async Task AnswerAsync(ShadowCopy copy)
    {
        long start = _services.Time.GetTimestamp();
        try
        {
            using CancellationTokenSource limit = new(Policy.Timeout, _services.Time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopped);
            await _client.InferAsync(copy.Request, copy.Shadow, either.Token).ConfigureAwait(false);
            TimeSpan elapsed = _services.Time.GetElapsedTime(start);
            if (Policy.Client is null && copy.Shadow.ModelVersion == copy.Primary.ModelVersion) { return; } // the same version under another alias
            AnswerDifference difference = AnswerDifference.Between(copy.Primary.Outputs, copy.Shadow.Outputs, Policy);
            _tally.Add(difference, copy.PrimaryElapsed, elapsed);
            _services.Metrics.Answered(Model, difference.Differs ? ShadowMetrics.Different : ShadowMetrics.Same, elapsed);
            _services.Rollouts.Compared(Model, copy.Primary.ModelVersion, copy.Shadow.ModelVersion, difference.Differs);
        }
        catch (Exception e) when (!_stopped.IsCancellationRequested)
        {
            _tally.Failed();
            _services.Metrics.Answered(Model, ShadowMetrics.Failed, default);
            if (Interlocked.Exchange(ref _lastFailureLogged, 1) == 0) { _services.Logger.ShadowFailed(_target.ToString(), e); } // the first; the metric counts the rest
        }
    }

    private void Drop(long bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        _tally.Dropped();
        _services.Metrics.Dropped(Model);
    }

    private void Keep(ShadowCopy copy)
    {
        if (_stopped.IsCancellationRequested || _spare.Count >= Policy.MaxQueued + Policy.MaxInFlight) { copy.Dispose(); }
        else { _spare.Enqueue(copy); }
    }
}
