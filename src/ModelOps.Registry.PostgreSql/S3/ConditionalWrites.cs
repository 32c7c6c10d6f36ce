namespace ModelOps.Registry.PostgreSql.S3;

/// <summary>Whether a store's conditional writes can be trusted, found out by trying: some ignore a condition, and two writers would both win.</summary>
/// <param name="CreateOnce">Whether <c>If-None-Match: *</c> lets exactly one writer create an object.</param>
/// <param name="CompareAndSwap">Whether <c>If-Match</c> lets a write through when the object is the expected one, and only then.</param>
/// <param name="Wrong">The case that went wrong first; null when none did.</param>
internal sealed record ConditionalWrites(bool CreateOnce, bool CompareAndSwap, string? Wrong)
{
    /// <summary>Tries the cases on objects of its own, which it removes.</summary>
    /// <exception cref="S3Exception">The store cannot be reached, or refuses plain reads and writes.</exception>
    public static async Task<ConditionalWrites> ProbeAsync(S3Client client, string prefix, CancellationToken cancellationToken)
    {
        string key = $"{prefix}probe/{Guid.NewGuid():N}";
        string missing = key + "-missing";
        try
        {
            string first = await client.PutAsync(key, "1"u8.ToArray(), S3Condition.None, cancellationToken).ConfigureAwait(false);
            bool created = await WritesAsync(client, missing, S3Condition.Missing, cancellationToken).ConfigureAwait(false);
            bool createdTwice = await WritesAsync(client, key, S3Condition.Missing, cancellationToken).ConfigureAwait(false);
            bool matched = await WritesAsync(client, key, S3Condition.Is(first), cancellationToken).ConfigureAwait(false);
            bool staleMatched = await WritesAsync(client, key, S3Condition.Is(first), cancellationToken).ConfigureAwait(false);
            await client.DeleteAsync(missing, cancellationToken).ConfigureAwait(false);
            bool missingMatched = await WritesAsync(client, missing, S3Condition.Is(first), cancellationToken).ConfigureAwait(false);
            string? wrong = !created ? "If-None-Match on a key that is free was refused"
                : createdTwice ? "If-None-Match on a key that is taken was let through"
                : !matched ? "If-Match with the object's own tag was refused"
                : staleMatched ? "If-Match with a stale tag was let through"
                : missingMatched ? "If-Match on a key that is free was let through" : null;
            return new ConditionalWrites(created && !createdTwice, matched && !staleMatched && !missingMatched, wrong);
        }
        finally
        {
            await client.DeleteAsync(key, CancellationToken.None).ConfigureAwait(false);
            await client.DeleteAsync(missing, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<bool> WritesAsync(S3Client client, string key, S3Condition condition, CancellationToken cancellationToken)
    {
        try
        {
            await client.PutAsync(key, Guid.NewGuid().ToByteArray(), condition, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (S3Exception error) when (error.Status is 304 or 404 or 409 or 412 or 400 or 501)
        {
            return false; // 304: some say so instead of 412; 400 and 501: the store has no conditions, and says so
        }
    }
}
