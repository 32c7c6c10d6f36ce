using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ModelOps.Registry.Signing;

namespace ModelOps.Registry.Audit;

/// <summary>A signed note, as C2SP's signed-note describes it: text, an empty line, and lines with a key's name and signature. Ed25519 keys only.</summary>
/// <param name="Text">What is signed, with the line feed at its end.</param>
/// <param name="Signatures">The signatures, of known keys or others.</param>
internal sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>Most characters of a note.</summary>
    public const int MaxLength = 64 << 10;

    private const string Dash = "— ";
    private const byte Ed25519Type = 1;
    private const int IdSize = 4;

    /// <summary>Whether a key may be called so.</summary>
    public static bool IsKeyName(string? name) =>
        !string.IsNullOrEmpty(name) && !name.Any(static c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c) || c == '+');

    /// <exception cref="ArgumentException">The signer's key is no Ed25519 key.</exception>
    public static async Task<string> SignAsync(string text, string keyName, ISignatureProvider signer, CancellationToken cancellationToken)
    {
        if (VerificationKey.FromPem(await signer.GetPublicKeyAsync(cancellationToken).ConfigureAwait(false), nameof(signer)) is not EdwardsVerificationKey key)
        {
            throw new ArgumentException("Signed notes are signed with an Ed25519 key, and this is another. Use an Ed25519 key.", nameof(signer));
        }

        byte[] data = Encoding.UTF8.GetBytes(text);
        byte[] signature = await signer.SignDataAsync(data, cancellationToken).ConfigureAwait(false);
        if (!key.Verifies(data, signature)) { throw new InvalidOperationException($"{signer.GetType().Name} returned a signature that its own public key does not verify. It must sign the data as it is and answer 64 bytes."); }
        byte[] blob = new byte[IdSize + signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(blob, IdOf(keyName, key));
        signature.CopyTo(blob, IdSize);
        return $"{text}\n{Dash}{keyName} {Convert.ToBase64String(blob)}\n";
    }

    /// <summary>Reads a note, without believing it; null when it is none.</summary>
    public static SignedNote? Parse(string note)
    {
        int end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (note.Length > MaxLength || end < 0 || end + 3 > note.Length || note[^1] != '\n' || note.Any(static c => c < ' ' && c != '\n')) { return null; }
        List<NoteSignature> signatures = [];
        foreach (string line in note[(end + 2)..^1].Split('\n'))
        {
            string[] parts = line.StartsWith(Dash, StringComparison.Ordinal) ? line[Dash.Length..].Split(' ') : [];
            if (parts.Length != 2 || !IsKeyName(parts[0]) || CanonicalBase64.Decode(parts[1]) is not { Length: > IdSize } blob) { return null; }
            signatures.Add(new NoteSignature(parts[0], BinaryPrimitives.ReadUInt32BigEndian(blob), blob[IdSize..]));
        }

        return new SignedNote(note[..(end + 1)], signatures);
    }

    /// <summary>The signatures of trusted keys.</summary>
    /// <returns>Key and the name it signed under; empty when none of the keys signed it.</returns>
    /// <exception cref="CheckpointException">A signature says that it is a trusted key's, and is not.</exception>
    public IReadOnlyList<(TrustedKey Key, string Name)> Verify(IReadOnlyList<TrustedKey> trusted)
    {
        byte[] data = Encoding.UTF8.GetBytes(Text);
        List<(TrustedKey, string)> found = [];
        foreach (NoteSignature signature in Signatures)
        {
            foreach (TrustedKey key in trusted)
            {
                if (key.Key is not EdwardsVerificationKey edwards || IdOf(signature.KeyName, edwards) != signature.KeyId) { continue; }
                if (!edwards.Verifies(data, signature.Bytes)) { throw CheckpointException.BadSignature(key.Name); }
                found.Add((key, signature.KeyName));
            }
        }

        return found;
    }

    private static uint IdOf(string keyName, EdwardsVerificationKey key) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(keyName), (byte)'\n', Ed25519Type, .. key.Bytes]));
}
