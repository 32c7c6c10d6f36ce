namespace ModelOps.Serving;

/// <summary>Writes each event to every sink of the host.</summary>
internal sealed class AuditLog(IEnumerable<IAuditSink> sinks)
{
    private readonly IAuditSink[] _sinks = [.. sinks];

    /// <summary>Throws what the first sink threw that could not keep it; all others have it then.</summary>
    public async Task WriteAsync(AuditEvent entry, CancellationToken cancellationToken)
    {
        List<Exception> failures = [];
        foreach (IAuditSink sink in _sinks)
        {
            try
            {
                await sink.WriteAsync(entry, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                failures.Add(e);
            }
        }

        if (failures.Count > 0) { throw failures[0]; }
    }
}
