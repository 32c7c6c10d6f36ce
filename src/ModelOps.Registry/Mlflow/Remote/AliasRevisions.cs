namespace ModelOps.Registry.Mlflow.Remote;

/// <summary>Revisions of aliases, which MLflow does not have: the greater of what the note on the server says and what this process has seen.</summary>
internal sealed class AliasRevisions
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Model, string Alias), (long? Number, long Revision)> _seen = [];

    /// <summary>The revision of an alias that was just read: the same as before while it points at the same version, else a greater one.</summary>
    public long Observe(string model, string alias, long? number, AliasNote? note)
    {
        // A note that tells of another version is older than the alias: someone without notes moved it since.
        long told = note is null ? (number is null ? 0 : 1) : note.Number == number ? note.Revision : note.Revision + 1;
        lock (_lock)
        {
            (string, string) key = (model, alias);
            long revision = !_seen.TryGetValue(key, out (long? Number, long Revision) last) ? told
                : last.Number == number ? Math.Max(last.Revision, told)
                : Math.Max(last.Revision + 1, told);
            _seen[key] = (number, revision);
            return revision;
        }
    }
}
