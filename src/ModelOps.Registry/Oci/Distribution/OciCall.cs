using ModelOps.Registry.Transfers;

namespace ModelOps.Registry.Oci.Distribution;

/// <summary>One call of a registry, described so that it can be sent again: after a challenge, a redirect, a failure.</summary>
internal sealed record OciCall(OciReference Repository, HttpMethod Method, Uri Uri)
{
    /// <summary>Whether it needs the right to push.</summary>
    public bool Writes { get; init; }

    /// <summary>Repository that it reads beside its own; null for none.</summary>
    public string? AlsoReads { get; init; }

    public string? Accept { get; init; }

    /// <summary>First byte wanted; 0 for all.</summary>
    public long RangeStart { get; init; }

    /// <summary>Makes the body anew for each try; the clock is to be touched as bytes go out.</summary>
    public Func<StallClock, HttpContent>? Content { get; init; }

    /// <summary>Whether sending it twice does no harm.</summary>
    public bool MayRepeat { get; init; } = true;

    /// <summary>The rights to ask a token server for.</summary>
    public IEnumerable<string> Scopes
    {
        get
        {
            yield return $"repository:{Repository.Repository}:{(Writes ? "pull,push" : "pull")}";
            if (AlsoReads is not null) { yield return $"repository:{AlsoReads}:pull"; }
        }
    }
}
