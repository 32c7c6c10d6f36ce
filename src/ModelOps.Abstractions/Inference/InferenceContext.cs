using System.Diagnostics.CodeAnalysis;

namespace ModelOps;

/// <summary>What a caller says about a call beside the tensors.</summary>
public sealed class InferenceContext
{
    private Dictionary<string, string>? _headers;

    /// <summary>Tenant the call is made for; null when there is one only.</summary>
    public string? Tenant { get; set; }

    /// <summary>Key that decides which variant of a split answers: the same key always gets the same variant. Null: spread by chance.</summary>
    public string? RoutingKey { get; set; }

    /// <summary>When the answer is no longer of use; null when it always is.</summary>
    public DateTimeOffset? Deadline { get; set; }

    /// <summary>1 is the most urgent; 0 (the default) takes the model's own priority.</summary>
    public int Priority { get; set; }

    /// <summary>Two calls with the same key are one call; null when every call is its own.</summary>
    public string? IdempotencyKey { get; set; }

    /// <summary>What the transport says about the call and rules may ask for: the headers that the host's settings let through. Names ignore case.</summary>
    public IDictionary<string, string> Headers => _headers ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a header without making the collection.</summary>
    /// <param name="name">Name; case does not matter.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = null;
        return _headers is { Count: > 0 } headers && headers.TryGetValue(name, out value);
    }

    /// <summary>Takes over what another context says, e.g. for a call made on behalf of a call.</summary>
    /// <param name="other">The other one; it is read, not kept.</param>
    public void CopyFrom(InferenceContext other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Tenant = other.Tenant;
        RoutingKey = other.RoutingKey;
        Deadline = other.Deadline;
        Priority = other.Priority;
        IdempotencyKey = other.IdempotencyKey;
        _headers?.Clear();
        if (other._headers is not { Count: > 0 } headers) { return; }
        foreach ((string name, string value) in headers) { Headers[name] = value; }
    }

    internal void Reset()
    {
        _headers?.Clear();
        Tenant = null;
        RoutingKey = null;
        Deadline = null;
        Priority = 0;
        IdempotencyKey = null;
    }
}
