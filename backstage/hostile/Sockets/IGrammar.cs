namespace BigBen.Hostile.Sockets;

/// <summary>Makes cases.</summary>
internal interface IGrammar
{
    /// <summary>The case that the dice say.</summary>
    HttpCase Make(Dice dice);
}
