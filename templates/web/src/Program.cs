using BigBen.ServiceDefaults;

return await ServiceProgram.RunAsync(args, BigBen.ServiceName.Service.Build);
