namespace ModelOps.Registry.Audit;

/// <summary>One signature of a <see cref="SignedNote"/>.</summary>
internal sealed record NoteSignature(string KeyName, uint KeyId, byte[] Bytes);
