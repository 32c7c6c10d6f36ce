using System.Globalization;
using System.Security.Cryptography;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Metadata;
using ModelOps.Registry.Signing;

namespace ModelOps.Registry.Audit;

/// <summary>How far a registry's log went at a time, signed: whoever keeps it can prove later that the log up to there was changed.</summary>
/// <remarks>
/// It is a signed note (C2SP signed-note) in the form of a transparency log's checkpoint (C2SP tlog-checkpoint), signed with an Ed25519 key:
/// <code>
/// origin
/// sequence of the last event
/// its chain digest, 32 bytes in Base64
/// chain modelops.event/1
/// time 2026-01-31T12:00:00.0000000Z
///
/// — origin key ID and signature, in Base64
/// </code>
/// The digest is the head of a chain, not the root of a tree, which the fourth line says. Immutable and thread-safe.
/// </remarks>
public sealed class SignedCheckpoint
{
    private const string ChainLine = "chain modelops.event/1";
    private const string TimePrefix = "time ";

    private SignedCheckpoint(string origin, RegistryCheckpoint checkpoint, DateTimeOffset at, string note)
    {
        Origin = origin;
        Checkpoint = checkpoint;
        At = at;
        Note = note;
    }

    /// <summary>Which registry it is about.</summary>
    public string Origin { get; }

    /// <summary>How far the log went.</summary>
    public RegistryCheckpoint Checkpoint { get; }

    /// <summary>When it was signed, by the signer's clock.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The signed note.</summary>
    public string Note { get; }

    /// <summary>Whether a registry may be called so: not empty, without spaces, control characters and <c>+</c>, such as <c>models.example.com/production</c>.</summary>
    /// <param name="origin">The name.</param>
    /// <returns>Whether it may.</returns>
    public static bool IsOrigin(string? origin) => SignedNote.IsKeyName(origin);

    /// <summary>Signs how far a log went.</summary>
    /// <param name="checkpoint">How far; see <see cref="LogVerification.LastGood"/>.</param>
    /// <param name="origin">Which registry it is about; see <see cref="IsOrigin"/>.</param>
    /// <param name="at">When.</param>
    /// <param name="signer">An Ed25519 key.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The signed checkpoint.</returns>
    /// <exception cref="ArgumentException">The origin or the digest cannot be such, or the key is of another kind.</exception>
    public static async Task<SignedCheckpoint> SignAsync(
        RegistryCheckpoint checkpoint, string origin, DateTimeOffset at, ISignatureProvider signer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(signer);
        if (!IsOrigin(origin)) { throw new ArgumentException($"'{origin}' cannot name a registry. Use text without spaces, control characters and '+', such as 'models.example.com/production'.", nameof(origin)); }
        if (checkpoint.Sequence < 0 || !Digest.IsDigest(checkpoint.ChainDigest)) { throw new ArgumentException("The checkpoint has no digest of a chain. Take it from a verification of the log.", nameof(checkpoint)); }
        string hash = Convert.ToBase64String(Convert.FromHexString(Digest.Hex(checkpoint.ChainDigest)));
        string text = string.Create(CultureInfo.InvariantCulture, $"{origin}\n{checkpoint.Sequence}\n{hash}\n{ChainLine}\n{TimePrefix}{Timestamp.Format(at)}\n");
        string note = await SignedNote.SignAsync(text, origin, signer, cancellationToken).ConfigureAwait(false);
        return new SignedCheckpoint(origin, checkpoint, at, note);
    }

    /// <summary>Reads a signed checkpoint and makes sure that it is to be believed.</summary>
    /// <param name="note">The signed note.</param>
    /// <param name="origin">Which registry it must be about.</param>
    /// <param name="trusted">Keys whose signatures are believed.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="CheckpointException">It is not; <see cref="CheckpointException.Failure"/> says why.</exception>
    public static SignedCheckpoint Read(string note, string origin, IReadOnlyList<TrustedKey> trusted)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(trusted);
        SignedNote signed = SignedNote.Parse(note) ?? throw CheckpointException.Malformed("is no signed note");
        IReadOnlyList<(TrustedKey Key, string Name)> keys = signed.Verify(trusted);
        if (keys.Count == 0) { throw CheckpointException.UntrustedKey(trusted); }
        string[] lines = signed.Text[..^1].Split('\n');
        string? other = keys.Select(static k => k.Name).Append(lines[0]).FirstOrDefault(n => n != origin);
        if (other is not null) { throw CheckpointException.OtherOrigin(other, origin); }
        return lines is [_, var size, var digest, ChainLine, var time, ..]
            && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence) && (size.Length == 1 || size[0] != '0')
            && CanonicalBase64.Decode(digest) is { Length: SHA256.HashSizeInBytes } hash
            && time.StartsWith(TimePrefix, StringComparison.Ordinal)
            && DateTimeOffset.TryParseExact(time.AsSpan(TimePrefix.Length), "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at)
            ? new SignedCheckpoint(origin, new RegistryCheckpoint(sequence, Digest.Format(hash)), at, note)
            : throw CheckpointException.Malformed("is signed, but no checkpoint of a registry's log");
    }
}
