namespace ModelOps.Drift.Monitoring;

/// <summary>Says which window, if any, ends with each bucket. For one thread.</summary>
internal sealed class WindowPlan(DriftMonitoringOptions options)
{
    private readonly DriftWindowKind _kind = options.Window.Kind;
    private readonly long _length = (long)(options.Window.Length / options.BucketLength);
    private readonly long _step = (long)(options.Window.Step / options.BucketLength);
    private readonly long _gap = (long)(options.Window.Gap / options.BucketLength);
    private long _sessionFrom = -1;
    private long _sessionTo;

    /// <summary>Most buckets of a window.</summary>
    internal long Length => _length;

    /// <summary>Buckets that a window needs, its gap included.</summary>
    internal long Reach => _kind == DriftWindowKind.Session ? _length + _gap : _length;

    /// <summary>Goes on by a bucket.</summary>
    /// <param name="bucket">Its number, one above that before.</param>
    /// <param name="hasRows">Whether there was traffic in it.</param>
    /// <returns>The window that ends now; null when none does.</returns>
    internal BucketRange? Step(long bucket, bool hasRows)
    {
        long end = bucket + 1;
        return _kind switch
        {
            DriftWindowKind.Sliding => end % _step == 0 ? new BucketRange(end - _length, end) : null,
            DriftWindowKind.Tumbling => end % _length == 0 ? new BucketRange(end - _length, end) : null,
            _ => StepSession(end, hasRows),
        };
    }

    private BucketRange? StepSession(long end, bool hasRows)
    {
        if (hasRows)
        {
            if (_sessionFrom < 0) { _sessionFrom = end - 1; }
            _sessionTo = end;
        }

        if (_sessionFrom < 0 || (end - _sessionTo < _gap && end - _sessionFrom < _length)) { return null; }
        var session = new BucketRange(_sessionFrom, _sessionTo);
        _sessionFrom = -1;
        return session;
    }
}
